package dev.jcompose.api.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** The answer of {@code POST /containers/{id}/wait}. */
public record WaitResult(
        int statusCode,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable WaitError error) {
    public record WaitError(String message) {}
}
