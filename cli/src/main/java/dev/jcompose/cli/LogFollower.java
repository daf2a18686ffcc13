package dev.jcompose.cli;

import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.EngineClient;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.container.ContainerInspect;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.system.EventMessage;
import dev.jcompose.cli.output.MergedLog;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Shows the logs of a stack as they are written: over restarts, and of containers that start later. A virtual thread a
 * container and one for the events.
 */
public final class LogFollower {
    private static final int PAUSE_MILLIS = 100;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    /** A container that has ended for good. */
    public record Exit(String container, String service, int code) {}

    private final Stack stack;
    private final MergedLog log;
    private final ContainerLog part;
    private final Predicate<String> shown;
    private final Predicate<String> awaited;
    private final Set<String> followed = new HashSet<>();
    private final List<Exit> exits = new ArrayList<>();
    private final Map<String, String> ends = new ConcurrentHashMap<>();
    private final Set<String> begun = new HashSet<>();
    private final List<Thread> hooks = new ArrayList<>();
    private int running;
    private boolean held;
    private boolean left;

    /**
     * Follows the containers of some services.
     *
     * @param shown the services whose logs are shown
     * @param awaited those whose ends are told, and waited for
     */
    public LogFollower(
            Stack stack, MergedLog log, ContainerLog part, Predicate<String> shown, Predicate<String> awaited) {
        this.stack = stack;
        this.log = log;
        this.part = part;
        this.shown = shown;
        this.awaited = awaited;
    }

    /** Follows a container, unless it is followed already or nobody asks for it. */
    public void follow(String id, String name, String service, ContainerLog from) {
        boolean waits = awaited.test(service);
        if (!waits && !shown.test(service)) {
            return;
        }
        synchronized (followed) {
            if (!followed.add(id)) {
                return;
            }
            running += waits ? 1 : 0;
        }
        Thread.ofVirtual().start(() -> {
            int code = -1;
            try {
                code = toTheEnd(id, name, service, from);
            } catch (EngineException e) {
                // Removed under our eyes: its log has ended.
                if (e.kind() != ErrorKind.NOT_FOUND) {
                    log.note(name + ": " + e.getMessage());
                }
            } catch (IOException | UncheckedIOException e) {
                log.note(name + ": the log broke off: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                ends.put(id, instant(Instant.now()));
                synchronized (followed) {
                    followed.remove(id);
                    if (waits) {
                        running--;
                        exits.add(new Exit(name, service, code));
                        followed.notifyAll();
                    }
                }
            }
        });
    }

    private int toTheEnd(String id, String name, String service, ContainerLog from)
            throws IOException, InterruptedException {
        EngineClient client = stack.client();
        ContainerLog next = from;
        while (true) {
            try (var sink = shown.test(service) ? log.sink(name) : OutputStream.nullOutputStream()) {
                next.copy(client, id, sink);
            }
            next = part.since(instant(Instant.now()));
            ContainerInspect now = client.get(Target.of("/containers/{}/json", id), ContainerInspect.class);
            while (now.state().restarting()) {
                Thread.sleep(PAUSE_MILLIS);
                now = client.get(Target.of("/containers/{}/json", id), ContainerInspect.class);
            }
            if (!now.state().running()) {
                if (awaited.test(service)) {
                    log.note(name + " exited with code " + now.state().exitCode());
                }
                return now.state().exitCode();
            }
        }
    }

    /** From now on follows every container of the stack that starts. */
    public void followStarts() {
        String filters = "{\"type\":[\"container\"],\"event\":[\"start\"],\"label\":[\"com.docker.compose.project="
                + stack.name() + "\"]}";
        var reply = stack.client().open(Call.get(new Target("/events").query("filters", filters)));
        Thread.ofVirtual().start(() -> {
            try (reply;
                    var events = reply.values(EventMessage.class)) {
                while (events.hasNextValue()) {
                    started(events.nextValue());
                }
            } catch (IOException | RuntimeException e) {
                log.note("containers that start from now on are not shown: " + e.getMessage());
            }
        });
    }

    private void started(EventMessage event) {
        Map<String, String> attributes = event.actor().attributes();
        String service = attributes.getOrDefault("com.docker.compose.service", "");
        String number = attributes.getOrDefault("com.docker.compose.container-number", "");
        if (attributes.containsKey("com.docker.compose.hook")) {
            followHook(event.actor().id(), service, attributes.getOrDefault("name", ""));
        } else if (!service.isEmpty() && !"True".equals(attributes.get("com.docker.compose.oneoff"))) {
            // What it wrote before the event came belongs to it; what it wrote in a life before was shown.
            String since = ends.getOrDefault(event.actor().id(), part.since());
            String label = stack.label(attributes.getOrDefault("name", ""), service, number);
            follow(event.actor().id(), label, service, part.since(since));
            synchronized (followed) {
                begun.add(event.actor().id());
                followed.notifyAll();
            }
        }
    }

    /** Until the starts of these containers were heard of: some may have ended already, and nobody would know of them. */
    void awaitStarts(Collection<String> ids) throws InterruptedException {
        long end = System.nanoTime() + LAST_WORDS.toNanos();
        synchronized (followed) {
            for (long left = LAST_WORDS.toMillis(); left > 0 && !begun.containsAll(ids); left = millisUntil(end)) {
                followed.wait(left);
            }
        }
    }

    private static long millisUntil(long nanos) {
        return Duration.ofNanos(nanos - System.nanoTime()).toMillis();
    }

    /** Shows what a hook of {@code pre_start} says, under its place in the stack file; its end is not the service's. */
    private void followHook(String id, String service, String name) {
        String label = service + " pre_start[" + name.substring(name.lastIndexOf('-') + 1) + "] ->";
        Thread thread = Thread.ofVirtual().unstarted(() -> {
            try (var sink = shown.test(service) ? log.sink(label) : OutputStream.nullOutputStream()) {
                part.copy(stack.client(), id, sink);
            } catch (EngineException e) {
                // One that ends well is removed soon.
                if (e.kind() != ErrorKind.NOT_FOUND) {
                    log.note(label + " " + e.getMessage());
                }
            } catch (IOException | UncheckedIOException e) {
                log.note(label + " the log broke off: " + e.getMessage());
            }
        });
        synchronized (hooks) {
            hooks.add(thread);
        }
        thread.start();
    }

    /** Lets the hooks that have ended have their last words before more is said. */
    void awaitHooks() throws InterruptedException {
        List<Thread> all;
        synchronized (hooks) {
            all = List.copyOf(hooks);
        }
        for (Thread each : all) {
            each.join(LAST_WORDS);
        }
    }

    /** While it is held, it waits for containers to start even when none is awaited. */
    public void hold(boolean hold) {
        synchronized (followed) {
            held = hold;
            followed.notifyAll();
        }
    }

    /** Waits for no container's end any more. */
    public void leave() {
        synchronized (followed) {
            left = true;
            followed.notifyAll();
        }
    }

    /** Blocks until one more container has ended; null where none is awaited any more. */
    public @org.jspecify.annotations.Nullable Exit nextExit() throws InterruptedException {
        synchronized (followed) {
            while (!left && exits.isEmpty() && (held || running > 0)) {
                followed.wait();
            }
            return left || exits.isEmpty() ? null : exits.removeFirst();
        }
    }

    /** Seconds since 1970 with nanoseconds, as the Docker API takes it. */
    public static String instant(Instant instant) {
        return "%d.%09d".formatted(instant.getEpochSecond(), instant.getNano());
    }
}
