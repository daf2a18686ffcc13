/** jcompose's own routes under {@code /jcompose/v1}: stacks, plans and build contexts. */
@NullMarked
package dev.jcompose.http.stack;

import org.jspecify.annotations.NullMarked;
