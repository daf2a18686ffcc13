/** Volumes as the Docker Engine API 1.51 puts them on the wire. */
@NullMarked
package dev.jcompose.api.volume;

import org.jspecify.annotations.NullMarked;
