/** The resolved tree as JSON and YAML text, in Compose's key order and quoting. */
@NullMarked
package dev.jcompose.compose.output;

import org.jspecify.annotations.NullMarked;
