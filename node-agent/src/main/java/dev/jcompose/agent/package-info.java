/**
 * The node's side of the manager: an actor that takes assignments, brings the engine to them and reports what it sees. It
 * knows the engine's nouns and the protocol, and decides nothing about stacks.
 */
@NullMarked
package dev.jcompose.agent;

import org.jspecify.annotations.NullMarked;
