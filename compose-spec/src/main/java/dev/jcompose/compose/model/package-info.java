/** Immutable typed views over the resolved tree. The tree is the truth; a view only reads it. */
@NullMarked
package dev.jcompose.compose.model;

import org.jspecify.annotations.NullMarked;
