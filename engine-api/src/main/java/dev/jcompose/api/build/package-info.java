/** The classic build of the Docker Engine API: its query as one record, and the rules of a context that both of its sides read. */
@NullMarked
package dev.jcompose.api.build;

import org.jspecify.annotations.NullMarked;
