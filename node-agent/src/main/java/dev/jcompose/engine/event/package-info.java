/** What happened in the engine, as Docker's event messages: published once, given to every subscriber, the last ones kept. */
@NullMarked
package dev.jcompose.engine.event;

import org.jspecify.annotations.NullMarked;
