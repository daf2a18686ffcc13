/**
 * What the wire format of Docker has and Java has not: the one JSON mapper with its names, nulls, times and tolerance, Go's
 * empty struct, and Go's durations. No other records live here.
 */
@NullMarked
package dev.jcompose.api.json;

import org.jspecify.annotations.NullMarked;
