package dev.jcompose.scheduler.protocol;

import dev.jcompose.api.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/** What an agent tells of one assignment. Reports of a revision only move forward: work goes on until it is done or failed. */
public sealed interface Report {
    String key();

    /**
     * Work goes on.
     *
     * @param part the layer of an image, the turn of a hook that says the message, or empty
     * @param current bytes, with {@code total}; 0 where unknown
     */
    record Working(String key, long revision, String message, String part, long current, long total)
            implements Report {}

    /** It is reached but for something that this node cannot give; work goes on. */
    record Warned(String key, long revision, String message) implements Report {}

    record Done(String key, long revision) implements Report {}

    /** @param about the path of the value that is wrong, {@code services.web.sysctls}; empty where it is none's fault */
    record Failed(String key, long revision, ErrorKind kind, String message, String about) implements Report {}

    /** A container changed, by whatever cause; null where it is gone. */
    record Seen(String key, @Nullable ContainerStatus container) implements Report {}
}
