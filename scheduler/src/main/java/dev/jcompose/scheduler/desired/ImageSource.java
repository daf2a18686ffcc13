package dev.jcompose.scheduler.desired;

import dev.jcompose.api.build.BuildRequest;
import org.jspecify.annotations.Nullable;

/**
 * Where a service's image comes from.
 *
 * @param ref as the container names it; {@code project-service} where the service only builds
 * @param platform empty: the node's
 * @param build null: it is only pulled
 */
public record ImageSource(
        String ref,
        String platform,
        Policy policy,
        @Nullable BuildRequest build) {
    public enum Policy {
        MISSING,
        ALWAYS,
        NEVER,
        BUILD
    }
}
