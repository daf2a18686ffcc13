/**
 * The two-way byte streams of attach and exec, and the one-way ones of logs: frames out, bytes in, half-close. No HTTP framing
 * here, no knowledge of what is at the other end.
 */
@NullMarked
package dev.jcompose.engine.stream;

import org.jspecify.annotations.NullMarked;
