/**
 * The only place that calls Linux: typed functions over FFM with errno captured. Nothing here knows containers, images or
 * networks; failures are {@link dev.jcompose.linux.LinuxException} with the errno, and callers say what it means to a user.
 */
@NullMarked
package dev.jcompose.linux;

import org.jspecify.annotations.NullMarked;
