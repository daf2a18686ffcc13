/**
 * Trees of files that others filled: every path is resolved by the kernel inside an open root folder ({@code openat2} with
 * RESOLVE_IN_ROOT), and every change goes through a folder's descriptor, so no link, whatever races, leads outside.
 * Owners, modes, devices and extended attributes are kept. Callers of the engine use {@link dev.jcompose.linux.file.Dir}.
 */
@NullMarked
package dev.jcompose.linux.file;

import org.jspecify.annotations.NullMarked;
