package dev.jcompose.compose.model;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to tell whether a container is healthy; null and empty take the image's.
 *
 * @param test {@code CMD} or {@code CMD-SHELL} and what to run, or {@code NONE}
 */
public record HealthCheck(
        List<String> test,
        @Nullable Duration timeout,
        @Nullable Duration interval,
        @Nullable Long retries,
        @Nullable Duration startPeriod,
        @Nullable Duration startInterval,
        boolean disable) {

    static HealthCheck of(View view) {
        return new HealthCheck(
                view.texts("test"),
                view.duration("timeout"),
                view.duration("interval"),
                view.numberOrNull("retries"),
                view.duration("start_period"),
                view.duration("start_interval"),
                view.flag("disable"));
    }
}
