/**
 * The pages of the manual, written in roff from what the program and its verbs declare for parsing and help. Nothing here knows
 * a verb or an option by its name.
 */
@NullMarked
package dev.jcompose.cli.manual;

import org.jspecify.annotations.NullMarked;
