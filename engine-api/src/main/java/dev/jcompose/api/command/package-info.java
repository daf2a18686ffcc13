/** The seam at which a process that is awake, the daemon or one of the user's own, runs a command line for its caller. */
@NullMarked
package dev.jcompose.api.command;

import org.jspecify.annotations.NullMarked;
