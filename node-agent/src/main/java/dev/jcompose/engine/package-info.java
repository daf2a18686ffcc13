/** The container engine of one host. Its nouns live in the packages below; this one holds what all of them are told at start. */
@NullMarked
package dev.jcompose.engine;

import org.jspecify.annotations.NullMarked;
