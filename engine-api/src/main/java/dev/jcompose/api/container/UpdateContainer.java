package dev.jcompose.api.container;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /containers/{id}/update}: zero values change nothing; a null policy keeps the present one. */
public record UpdateContainer(
        @JsonUnwrapped Resources resources, @Nullable RestartPolicy restartPolicy) {}
