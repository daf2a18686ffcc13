/** The classic build of the Docker Engine API: its query as one record. */
@NullMarked
package dev.jcompose.api.build;

import org.jspecify.annotations.NullMarked;
