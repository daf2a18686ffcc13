/**
 * The shell round the pure packages: the actor that hands assignments out, the stacks' durable records, and the operations
 * that people ask for. {@link dev.jcompose.scheduler.manager.Stacks} is the entry.
 */
@NullMarked
package dev.jcompose.scheduler.manager;

import org.jspecify.annotations.NullMarked;
