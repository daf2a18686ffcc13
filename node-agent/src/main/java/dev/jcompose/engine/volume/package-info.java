/**
 * Named and anonymous volumes: folders under the data root with a record each. What a container mounts is decided by the
 * container's part; here are the folders, who holds them, and how an empty one is filled from an image.
 */
@NullMarked
package dev.jcompose.engine.volume;

import org.jspecify.annotations.NullMarked;
