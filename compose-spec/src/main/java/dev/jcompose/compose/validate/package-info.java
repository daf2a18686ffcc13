/** What a stack file may say: the schema, checks of single attributes, and the consistency of a whole project. */
@NullMarked
package dev.jcompose.compose.validate;

import org.jspecify.annotations.NullMarked;
