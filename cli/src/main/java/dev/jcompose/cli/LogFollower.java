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
import java.util.HashMap;
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
    private static final String RECREATED = " has been recreated";
    private static final int PAUSE_MILLIS = 100;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    /** A container that has ended for good. */
    public record Exit(String container, String service, int code) {}

    private final Stack stack;
    private final MergedLog log;
    private final ContainerLog part;
    private final Predicate<String> shown;
    private final Predicate<String> awaited;
    private final Map<String, String> followed = new HashMap<>();
    private final List<Exit> exits = new ArrayList<>();
    private final Map<String, String> ends = new ConcurrentHashMap<>();
    private final Map<String, String> deaths = new ConcurrentHashMap<>();
    private final Set<String> begun = new HashSet<>();
    /** Made in the place of followed ones, and not started yet. */
    private final Set<String> coming = new HashSet<>();

    private final Set<String> replaced = new HashSet<>();
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
            if (followed.putIfAbsent(id, name) != null) {
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
                } else if (isReplaced(id)) {
                    log.note(name + RECREATED);
                }
            } catch (IOException | UncheckedIOException e) {
                log.note(name + ": the log broke off: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                ends.put(id, instant(Instant.now()));
                deaths.remove(id);
                synchronized (followed) {
                    followed.remove(id);
                    if (waits) {
                        running--;
                        if (!replaced.contains(id)) {
                            exits.add(new Exit(name, service, code));
                        }
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
            try (var stdout = sink(name, service);
                    var stderr = errorSink(name, service)) {
                next.copy(client, id, stdout, stderr);
            }
            next = part.since(instant(Instant.now()));
            ContainerInspect now = client.get(Target.of("/containers/{}/json", id), ContainerInspect.class);
            while (now.state().restarting()) {
                Thread.sleep(PAUSE_MILLIS);
                now = client.get(Target.of("/containers/{}/json", id), ContainerInspect.class);
            }
            if (!now.state().running()) {
                if (awaited.test(service)) {
                    boolean again = isReplaced(id);
                    log.note(name
                            + (again
                                    ? RECREATED
                                    : " exited with code " + now.state().exitCode()));
                }
                return now.state().exitCode();
            }
        }
    }

    /** One for each stream: a line that one has begun is not the other's. */
    private OutputStream sink(String name, String service) {
        return shown.test(service) ? log.sink(name) : OutputStream.nullOutputStream();
    }

    private OutputStream errorSink(String name, String service) {
        return shown.test(service) ? log.errorSink(name) : OutputStream.nullOutputStream();
    }

    private boolean isReplaced(String id) {
        synchronized (followed) {
            return replaced.contains(id);
        }
    }

    /** From now on follows every container of the stack that starts, and tells of those that end and come back. */
    public void followStarts() {
        String filters = "{\"type\":[\"container\"],\"event\":[\"create\",\"start\",\"die\",\"destroy\"],"
                + "\"label\":[\"com.docker.compose.project=" + stack.name() + "\"]}";
        var reply = stack.client().open(Call.get(new Target("/events").query("filters", filters)));
        Thread.ofVirtual().start(() -> {
            try (reply;
                    var events = reply.values(EventMessage.class)) {
                while (events.hasNextValue()) {
                    EventMessage event = events.nextValue();
                    switch (event.action()) {
                        case "create" -> created(event);
                        case "start" -> started(event);
                        case "die" -> died(event);
                        default -> begins(event.actor().id());
                    }
                }
            } catch (IOException | RuntimeException e) {
                log.note("containers that start from now on are not shown: " + e.getMessage());
            }
        });
    }

    /** One that takes the name of a followed one replaces it: while it is to come, the end of the other is not the end. */
    private void created(EventMessage event) {
        Map<String, String> attributes = event.actor().attributes();
        if (!awaited.test(attributes.getOrDefault("com.docker.compose.service", ""))) {
            return;
        }
        String name = label(event);
        synchronized (followed) {
            followed.forEach((id, its) -> {
                if (its.equals(name)) {
                    replaced.add(id);
                    coming.add(event.actor().id());
                }
            });
        }
    }

    /** It is followed now, or is gone again. */
    private void begins(String id) {
        synchronized (followed) {
            coming.remove(id);
            followed.notifyAll();
        }
    }

    private void started(EventMessage event) {
        Map<String, String> attributes = event.actor().attributes();
        String service = attributes.getOrDefault("com.docker.compose.service", "");
        if (attributes.containsKey("com.docker.compose.hook")) {
            followHook(event.actor().id(), service, attributes.getOrDefault("name", ""));
        } else if (!service.isEmpty() && !"True".equals(attributes.get("com.docker.compose.oneoff"))) {
            // What it wrote before the event came belongs to it; what it wrote in a life before was shown.
            String since = ends.getOrDefault(event.actor().id(), part.since());
            tellRestart(event);
            follow(event.actor().id(), label(event), service, part.since(since));
            synchronized (followed) {
                begun.add(event.actor().id());
            }
            begins(event.actor().id());
        }
    }

    /** The end of one that does not come back is told when its log has ended. */
    private void died(EventMessage event) {
        Map<String, String> attributes = event.actor().attributes();
        String service = attributes.getOrDefault("com.docker.compose.service", "");
        synchronized (followed) {
            if (!followed.containsKey(event.actor().id()) || !awaited.test(service)) {
                return;
            }
        }
        deaths.put(event.actor().id(), attributes.getOrDefault("exitCode", ""));
        try {
            var now = stack.client()
                    .get(Target.of("/containers/{}/json", event.actor().id()), ContainerInspect.class)
                    .state();
            if (now.restarting() || now.running()) {
                tellRestart(event);
            }
        } catch (EngineException e) {
            // Gone for good.
            if (e.kind() != ErrorKind.NOT_FOUND) {
                throw e;
            }
        }
    }

    /** Once, by whichever tells first that it comes back. */
    private void tellRestart(EventMessage event) {
        String code = deaths.remove(event.actor().id());
        if (code != null) {
            log.note(label(event) + " exited with code " + code + " (restarting)");
        }
    }

    private String label(EventMessage event) {
        Map<String, String> attributes = event.actor().attributes();
        return stack.label(
                attributes.getOrDefault("name", ""),
                attributes.getOrDefault("com.docker.compose.service", ""),
                attributes.getOrDefault("com.docker.compose.container-number", ""));
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
            try (var stdout = sink(label, service);
                    var stderr = errorSink(label, service)) {
                part.copy(stack.client(), id, stdout, stderr);
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
            while (!left && exits.isEmpty() && (held || running > 0 || !coming.isEmpty())) {
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
