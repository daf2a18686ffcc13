/** One tree laid over another: append, replace and map rules, entries that are unique by a key, and resets. */
@NullMarked
package dev.jcompose.compose.merge;

import org.jspecify.annotations.NullMarked;
