/** Which node a task goes to. Filters explain why a node does not suit. Pure. */
@NullMarked
package dev.jcompose.scheduler.placement;

import org.jspecify.annotations.NullMarked;
