/**
 * The wire records of jcompose's own API under {@code /jcompose/v1}: what the command line sends about a stack and what comes
 * back. Members are lowerCamel; durations are whole seconds; absent members read as empty, zero, false or null.
 */
@NullMarked
package dev.jcompose.api.stack;

import org.jspecify.annotations.NullMarked;
