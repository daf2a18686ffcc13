/** Containers as the Docker Engine API 1.51 puts them on the wire; the engine stores and speaks the same records. Docker's flat objects with dozens of members are split by sense into parts that Jackson unwraps. */
@NullMarked
package dev.jcompose.api.container;

import org.jspecify.annotations.NullMarked;
