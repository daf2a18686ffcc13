/**
 * The daemon's process: its arguments, the order in which its parts come up and go, and their wiring by constructors. Nothing
 * is decided here that a part could decide.
 */
@NullMarked
package dev.jcompose.daemon;

import org.jspecify.annotations.NullMarked;
