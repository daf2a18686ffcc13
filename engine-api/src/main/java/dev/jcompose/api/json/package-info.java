/** The one JSON mapper of the Docker wire format: names, nulls, times and tolerance as Docker has them. No records live here but {@link dev.jcompose.api.json.Empty}. */
@NullMarked
package dev.jcompose.api.json;

import org.jspecify.annotations.NullMarked;
