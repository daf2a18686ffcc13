/** What can go wrong, by kind. HTTP status and exit code are each chosen from the kind in one place. */
@NullMarked
package dev.jcompose.api.error;

import org.jspecify.annotations.NullMarked;
