package dev.jcompose.scheduler.desired;

import dev.jcompose.api.build.BuildRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a service's image comes from.
 *
 * @param ref as the container names it; {@code project-service} where the service only builds
 * @param platform empty: the node's
 * @param refresh seconds after which an image is pulled again, where the policy is {@link Policy#REFRESH}
 * @param build null: it is only pulled
 * @param needs services whose images the build takes as contexts: they come first
 */
public record ImageSource(
        String ref,
        String platform,
        Policy policy,
        long refresh,
        @Nullable BuildRequest build,
        List<String> needs) {
    public enum Policy {
        /** The file leaves it open: {@code up} pulls what is missing, {@code pull} all. */
        UNSAID,
        MISSING,
        ALWAYS,
        NEVER,
        BUILD,
        REFRESH
    }

    /** The same, built so. */
    public ImageSource with(BuildRequest changed) {
        return new ImageSource(ref, platform, policy, refresh, changed, needs);
    }
}
