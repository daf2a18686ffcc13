/** Text to nodes: YAML and JSON with the position of every key and value, and the reset marks of override files. */
@NullMarked
package dev.jcompose.compose.source;

import org.jspecify.annotations.NullMarked;
