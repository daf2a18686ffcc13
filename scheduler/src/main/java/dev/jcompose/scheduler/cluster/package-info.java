/** What the manager knows of its nodes: an immutable value with its transitions. Pure. */
@NullMarked
package dev.jcompose.scheduler.cluster;

import org.jspecify.annotations.NullMarked;
