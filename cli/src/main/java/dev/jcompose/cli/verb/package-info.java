/**
 * One class per verb: its options, and what it does with them. A verb talks to the daemon through the client of
 * {@code engine-api} and prints through {@code output}; it holds no state.
 */
@NullMarked
package dev.jcompose.cli.verb;

import org.jspecify.annotations.NullMarked;
