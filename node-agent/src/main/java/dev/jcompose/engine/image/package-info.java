/**
 * Images: names, ids, history and life of what containers start from. {@link dev.jcompose.engine.image.Images} is the entry.
 * Bytes lie in {@code content} and {@code layer}, registries are talked to by {@code registry}; containers and mounts are
 * unknown here.
 */
@NullMarked
package dev.jcompose.engine.image;

import org.jspecify.annotations.NullMarked;
