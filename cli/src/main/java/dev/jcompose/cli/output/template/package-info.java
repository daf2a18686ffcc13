/**
 * The templates of Go that {@code --format} takes, over rows of maps, lists, texts and numbers. Knows nothing of what is listed,
 * and has none of what such a row cannot need: no definitions of further templates, no complex numbers.
 */
@NullMarked
package dev.jcompose.cli.output.template;

import org.jspecify.annotations.NullMarked;
