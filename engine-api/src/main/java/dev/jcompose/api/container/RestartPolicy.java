package dev.jcompose.api.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * When a container starts again by itself.
 *
 * @param name empty or {@code no}, {@code always}, {@code unless-stopped}, {@code on-failure}
 * @param maximumRetryCount of {@code on-failure}; 0: without end
 * @param pace of a stack's service that has one; null, and nowhere on the wire: Docker's
 */
public record RestartPolicy(
        String name,
        int maximumRetryCount,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RestartPace pace) {
    public static final RestartPolicy NO = new RestartPolicy("no", 0);

    public RestartPolicy(String name, int maximumRetryCount) {
        this(name, maximumRetryCount, null);
    }
}
