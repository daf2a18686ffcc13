package dev.jcompose.engine.container;

import dev.jcompose.api.container.ContainerState.Health;
import dev.jcompose.api.container.ContainerState.Probe;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.runtime.ExecProcess;
import dev.jcompose.engine.stream.Frame;
import dev.jcompose.linux.LinuxException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Probes running containers, each on a virtual thread of its own, and tells when their health changes. */
final class HealthChecks implements AutoCloseable {
    /** As much of a probe's output as Docker keeps. */
    private static final int OUTPUT = 4096;

    private final ExecTable execs;
    private final ContainerEvents events;
    private final Map<String, Thread> probing = new ConcurrentHashMap<>();

    HealthChecks(ExecTable execs, ContainerEvents events) {
        this.execs = execs;
        this.events = events;
    }

    /** The container is about to begin: whoever sees it running sees it starting, never without a health. */
    void expect(Container container) {
        if (settings(container).isEmpty()) {
            container.probes.none();
        } else {
            container.probes.begin();
        }
    }

    /** The container has begun, as expected. */
    void begin(Container container) {
        begin(container, false);
    }

    /** The container was found running: nobody knows its health, so the first probe is made at once. */
    void resume(Container container) {
        expect(container);
        begin(container, true);
    }

    private void begin(Container container, boolean atOnce) {
        var settings = settings(container);
        if (settings.isEmpty()) {
            return;
        }
        Thread thread = Thread.ofVirtual().name("health").unstarted(() -> run(container, settings.get(), atOnce));
        probing.put(container.id(), thread);
        thread.start();
    }

    private static Optional<HealthSettings> settings(Container container) {
        var config = container.record().config();
        return HealthSettings.of(config.healthcheck(), config.command().shell());
    }

    void end(Container container) {
        Thread thread = probing.remove(container.id());
        if (thread != null) {
            thread.interrupt();
            container.probes.end();
        }
    }

    /** Probes no more; containers keep the health they have. */
    @Override
    public void close() {
        probing.values().forEach(Thread::interrupt);
        probing.clear();
    }

    private void run(Container container, HealthSettings settings, boolean atOnce) {
        Instant started = container.state().startedAt();
        boolean now = atOnce;
        try {
            while (probing.get(container.id()) == Thread.currentThread()) {
                Health health = container.probes.health();
                boolean starting = health != null
                        && health.status().equals("starting")
                        && Instant.now().isBefore(started.plus(settings.startPeriod()));
                if (!now) {
                    Thread.sleep(starting ? settings.startInterval() : settings.interval());
                }
                now = false;
                if (container.run() == null) {
                    return;
                }
                if (!container.isPaused()) {
                    judge(container, settings, probe(container, settings), started);
                }
            }
        } catch (InterruptedException e) {
            // The run has ended.
        }
    }

    private void judge(Container container, HealthSettings settings, Probe probe, Instant started) {
        Health before = container.probes.health();
        if (before == null || probing.get(container.id()) != Thread.currentThread()) {
            return;
        }
        boolean inStartPeriod =
                before.status().equals("starting") && probe.start().isBefore(started.plus(settings.startPeriod()));
        int streak = probe.exitCode() == 0 ? 0 : inStartPeriod ? before.failingStreak() : before.failingStreak() + 1;
        String status =
                probe.exitCode() == 0 ? "healthy" : streak >= settings.retries() ? "unhealthy" : before.status();
        container.probes.add(probe, status, streak);
        if (!status.equals(before.status())) {
            events.publish(container, "health_status: " + status);
        }
    }

    private Probe probe(Container container, HealthSettings settings) throws InterruptedException {
        Instant start = Instant.now();
        try {
            ExecProcess process = execs.run(container, settings.argv());
            var output = new ByteArrayOutputStream();
            // What nobody reads would keep a probe that says much from its end.
            Thread reader = Thread.ofVirtual().name("probe").start(() -> readBegin(process, output));
            try {
                int code = process.exitCode().get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
                reader.join();
                return new Probe(start, Instant.now(), code, output.toString(StandardCharsets.UTF_8));
            } catch (TimeoutException e) {
                process.kill();
                process.close();
                return new Probe(
                        start,
                        Instant.now(),
                        -1,
                        "Health check exceeded timeout (" + seconds(settings.timeout()) + ")");
            } catch (InterruptedException e) {
                process.kill();
                process.close();
                throw e;
            }
        } catch (EngineException | LinuxException | CompletionException | ExecutionException e) {
            // The container may be ending.
            return new Probe(start, Instant.now(), -1, String.valueOf(e.getMessage()));
        }
    }

    private static void readBegin(ExecProcess process, ByteArrayOutputStream begin) {
        for (Frame frame = process.read(); frame != null; frame = process.read()) {
            begin.write(frame.data(), 0, Math.min(frame.data().length, OUTPUT - begin.size()));
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
