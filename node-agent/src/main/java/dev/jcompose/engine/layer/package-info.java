/**
 * Unpacked layers: the folders that overlayfs stacks, each by the digest of its uncompressed archive. A layer says alone what
 * it changes, so layers unpack side by side and images share them. Nothing here knows images or mounts.
 */
@NullMarked
package dev.jcompose.engine.layer;

import org.jspecify.annotations.NullMarked;
