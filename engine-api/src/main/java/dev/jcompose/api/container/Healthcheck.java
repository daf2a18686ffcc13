package dev.jcompose.api.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A health check; times are nanoseconds, and 0 takes the image's, then Docker's default.
 *
 * @param test {@code [NONE]}, {@code [CMD, args…]} or {@code [CMD-SHELL, line]}; empty: the image's
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Healthcheck(
        List<String> test, long interval, long timeout, long startPeriod, long startInterval, int retries) {}
