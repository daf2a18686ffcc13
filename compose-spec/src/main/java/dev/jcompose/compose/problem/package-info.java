/** What is wrong with a stack file, where, and what would work. */
@NullMarked
package dev.jcompose.compose.problem;

import org.jspecify.annotations.NullMarked;
