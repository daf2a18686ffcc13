package dev.jcompose.engine.container;

import dev.jcompose.api.container.Healthcheck;
import dev.jcompose.api.error.EngineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A health check with Docker's defaults filled in. */
record HealthSettings(
        List<String> argv,
        Duration interval,
        Duration timeout,
        Duration startPeriod,
        Duration startInterval,
        int retries) {
    private static final long MILLISECOND = 1_000_000;

    static void check(@Nullable Healthcheck wish) {
        if (wish == null) {
            return;
        }
        check("Interval", wish.interval());
        check("Timeout", wish.timeout());
        check("StartPeriod", wish.startPeriod());
        check("StartInterval", wish.startInterval());
        if (wish.retries() < 0) {
            throw EngineException.invalid("Retries in Healthcheck cannot be negative");
        }
        if (!wish.test().isEmpty()
                && !List.of("NONE", "CMD", "CMD-SHELL").contains(wish.test().getFirst())) {
            throw EngineException.invalid(
                    "Unknown type " + wish.test().getFirst() + " in the health check: use CMD, CMD-SHELL or" + " NONE");
        }
    }

    private static void check(String time, long nanos) {
        if (nanos != 0 && nanos < MILLISECOND) {
            throw EngineException.invalid(time + " in Healthcheck cannot be less than 1ms");
        }
    }

    /** Empty where there is nothing to check. {@code shell} is the image's for CMD-SHELL, empty for /bin/sh. */
    static Optional<HealthSettings> of(@Nullable Healthcheck wish, List<String> shell) {
        if (wish == null || wish.test().size() < 2) {
            return Optional.empty();
        }
        List<String> argv = new ArrayList<>();
        switch (wish.test().getFirst()) {
            case "CMD" -> argv.addAll(wish.test().subList(1, wish.test().size()));
            case "CMD-SHELL" -> {
                argv.addAll(shell.isEmpty() ? List.of("/bin/sh", "-c") : shell);
                argv.add(wish.test().get(1));
            }
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(new HealthSettings(
                argv,
                time(wish.interval(), 30),
                time(wish.timeout(), 30),
                time(wish.startPeriod(), 0),
                time(wish.startInterval(), 5),
                wish.retries() == 0 ? 3 : wish.retries()));
    }

    private static Duration time(long nanos, long defaultSeconds) {
        return nanos == 0 ? Duration.ofSeconds(defaultSeconds) : Duration.ofNanos(nanos);
    }
}
