/** Stack files to a {@code Project}. {@link dev.jcompose.compose.ComposeLoader} is the phases in order; everything a user did wrong comes back as positioned problems, all at once. */
@NullMarked
package dev.jcompose.compose;

import org.jspecify.annotations.NullMarked;
