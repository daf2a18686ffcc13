/**
 * The root file systems of containers: an image's layers under one writable layer, put together by overlayfs. A snapshot is
 * durable when it is created, mounted only while it is used, and knows nothing of the container that uses it.
 */
@NullMarked
package dev.jcompose.engine.snapshot;

import org.jspecify.annotations.NullMarked;
