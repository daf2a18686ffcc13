/**
 * A durable, ordered key-value store: what {@link dev.jcompose.store.StateStore#commit} acknowledged survives kill -9 and
 * power loss. It knows nothing of what is stored; records and their JSON belong to the callers.
 */
@NullMarked
package dev.jcompose.store;

import org.jspecify.annotations.NullMarked;
