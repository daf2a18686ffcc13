/**
 * Containers: their records, life cycle, streams, logs and files. {@link dev.jcompose.engine.container.Containers} is the one
 * way in. A container's record is written before anything of it exists in the kernel, and every name of such a thing derives
 * from the container's id, so that after a crash what is there can be told from what should be.
 */
@NullMarked
package dev.jcompose.engine.container;

import org.jspecify.annotations.NullMarked;
