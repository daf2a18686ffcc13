package dev.jcompose.scheduler.reconcile;

import dev.jcompose.scheduler.protocol.ContainerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Steps that end by the passing of time: since when they wait, and since when what they wait for holds. */
final class Watches {
    /** As long as Compose takes until it looks for the first time. */
    private static final Duration GLANCE = Duration.ofMillis(500);

    private final Map<String, Since> byStep = new HashMap<>();

    /** Since when a step waits; {@code ready} is null while it waits for its container. */
    static final class Since {
        private final Instant begun;
        private @Nullable Instant ready;

        private Since(Instant begun) {
            this.begun = begun;
        }

        Gate.Verdict steady(Action.Steady steady, @Nullable ContainerStatus seen, Instant now) {
            Gate.Verdict verdict = Gate.steady(steady, seen);
            if (!(verdict instanceof Gate.Open)) {
                ready = null;
                boolean late = verdict instanceof Gate.Waiting && !now.isBefore(begun.plus(steady.patience()));
                return late
                        ? new Gate.Closed("container " + steady.name() + " was not healthy within "
                                + steady.patience().toMinutes() + " min; see " + Gate.logs(steady.task())
                                + " and its health check")
                        : verdict;
            }
            return lasting(verdict, steady.monitor(), now);
        }

        /** Where no check tells of its health, a container is ready once it has run for a while: a program that fails at once does not. */
        Gate.Verdict ready(Action.Await await, @Nullable ContainerStatus seen, Instant now) {
            Gate.Verdict verdict = Gate.of(await, seen);
            boolean told = seen == null || seen.exited() || !seen.health().isEmpty();
            if (told || !(verdict instanceof Gate.Open)) {
                ready = null;
                return verdict;
            }
            return lasting(verdict, GLANCE, now);
        }

        private Gate.Verdict lasting(Gate.Verdict open, Duration length, Instant now) {
            if (ready == null) {
                ready = now;
            }
            return now.isBefore(ready.plus(length)) ? new Gate.Waiting() : open;
        }

        Gate.Verdict pause(Action.Pause pause, Instant now) {
            return now.isBefore(begun.plus(pause.length())) ? new Gate.Waiting() : new Gate.Open();
        }
    }

    Since of(String step, Instant now) {
        return byStep.computeIfAbsent(step, id -> new Since(now));
    }

    Optional<Instant> wakes(String step, Action action) {
        Since since = byStep.get(step);
        if (since == null) {
            return Optional.empty();
        }
        return switch (action) {
            case Action.Steady steady -> {
                Instant ready = since.ready;
                yield Optional.of(ready == null ? since.begun.plus(steady.patience()) : ready.plus(steady.monitor()));
            }
            case Action.Pause pause -> Optional.of(since.begun.plus(pause.length()));
            case Action.Await _ -> Optional.ofNullable(since.ready).map(ready -> ready.plus(GLANCE));
            case Action.Assign _ -> Optional.empty();
        };
    }
}
