/** The seam at which a daemon that is awake anyway runs a command line for its caller. */
@NullMarked
package dev.jcompose.api.command;

import org.jspecify.annotations.NullMarked;
