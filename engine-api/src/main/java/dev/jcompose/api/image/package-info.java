/** Images as the Docker Engine API 1.51 puts them on the wire: what list, inspect, history, pull and push answer. */
@NullMarked
package dev.jcompose.api.image;

import org.jspecify.annotations.NullMarked;
