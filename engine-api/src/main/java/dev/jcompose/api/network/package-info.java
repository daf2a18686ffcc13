/** Networks and the endpoints of containers as the Docker Engine API 1.51 puts them on the wire. */
@NullMarked
package dev.jcompose.api.network;

import org.jspecify.annotations.NullMarked;
