/** Likely mistakes in a stack that is valid. Each rule has a code, by which a comment beside the value silences it. */
@NullMarked
package dev.jcompose.compose.lint;

import org.jspecify.annotations.NullMarked;
