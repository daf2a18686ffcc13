package dev.jcompose.engine.container;

import dev.jcompose.api.container.RestartPolicy;
import dev.jcompose.engine.container.RestartDecision.Again;
import dev.jcompose.engine.container.RestartDecision.Occasion;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Waits out what {@link RestartDecision} decided, and forgets it where a user's hand was quicker. */
final class Supervisor implements AutoCloseable {
    private final Backoff backoff;
    private final Consumer<Container> start;
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Map<String, Object> pending = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("restarts").factory());

    Supervisor(Backoff backoff, Consumer<Container> start) {
        this.backoff = backoff;
        this.start = start;
    }

    /** A run of {@code ran} has ended, and nobody but a policy will start the next. */
    void consider(Container container, Duration ran, Occasion occasion) {
        String id = container.id();
        RestartPolicy policy = container.record().host().running().restartPolicy();
        boolean calm = RestartDecision.forgives(policy, ran) || ran.compareTo(backoff.calm()) >= 0;
        int count = calm ? 0 : failures.getOrDefault(id, 0) + 1;
        failures.put(id, count);
        var decision = RestartDecision.decide(
                policy, container.state(), container.record().owner() != null, occasion, count, backoff);
        if (decision instanceof Again again) {
            var token = new Object();
            pending.put(id, token);
            container.restarting(true);
            var _ = timer.schedule(
                    () -> Thread.ofVirtual().name("restart " + id).start(() -> fire(container, token)),
                    again.after().toNanos(),
                    TimeUnit.NANOSECONDS);
        }
    }

    private void fire(Container container, Object token) {
        if (pending.remove(container.id(), token)) {
            start.accept(container);
        }
    }

    /** {@code true} where a restart was waiting, which will not come now. */
    boolean cancel(Container container) {
        container.restarting(false);
        container.logChanges.bump();
        return pending.remove(container.id()) != null;
    }

    /** The user began it anew, or it is gone: what it did before is forgotten. */
    void forget(Container container) {
        cancel(container);
        failures.remove(container.id());
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
