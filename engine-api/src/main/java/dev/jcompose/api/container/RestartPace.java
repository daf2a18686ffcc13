package dev.jcompose.api.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How a restart policy goes on. Times are nanoseconds.
 *
 * @param delay from the end of a run to the next; null: longer each time, as Docker waits
 * @param window a run at least this long was no failed attempt, and those before it are forgotten; null: every attempt counts
 */
public record RestartPace(
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long delay,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long window) {}
