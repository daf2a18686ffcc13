/** The positioned, immutable tree that every phase reads and writes, and patterns of paths in it. Knows nothing of stack files. */
@NullMarked
package dev.jcompose.compose.node;

import org.jspecify.annotations.NullMarked;
