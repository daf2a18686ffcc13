/** The canonical tree to exactly typed values: units, durations, lists and mappings, in the order in which they are printed. */
@NullMarked
package dev.jcompose.compose.bind;

import org.jspecify.annotations.NullMarked;
