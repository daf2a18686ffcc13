package dev.jcompose.engine.container;

import dev.jcompose.api.container.ContainerState.Health;
import dev.jcompose.api.container.ContainerState.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The health of a container as its checks have found it; null where it has none. */
final class Probes {
    private static final int KEPT = 5;

    private final AtomicReference<@Nullable Health> health = new AtomicReference<>();

    @Nullable
    Health health() {
        return health.get();
    }

    void begin() {
        health.set(new Health("starting", 0, List.of()));
    }

    void none() {
        health.set(null);
    }

    /** The new state; only one thread per container probes. */
    void add(Probe probe, String status, int failingStreak) {
        Health before = health.get();
        List<Probe> log = new ArrayList<>(before == null ? List.of() : before.log());
        log.add(probe);
        while (log.size() > KEPT) {
            log.removeFirst();
        }
        health.set(new Health(status, failingStreak, List.copyOf(log)));
    }

    /** A container that is not running has no health to speak of but its last. */
    void end() {
        health.updateAndGet(h -> h == null ? null : new Health("unhealthy", h.failingStreak(), h.log()));
    }
}
