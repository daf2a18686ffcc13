package dev.jcompose.cli;

import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.stack.ServiceAction;
import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.api.stack.StackEvent;
import dev.jcompose.api.stack.StackRequest;
import dev.jcompose.cli.output.Ansi;
import dev.jcompose.cli.output.MergedLog;
import dev.jcompose.cli.output.StackProgress;
import dev.jcompose.cli.watch.Watcher;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** {@code up} that stays: shows the logs, answers Ctrl-C, and ends with the containers. */
public final class Foreground {
    private static final int INTERRUPTED = 130;
    private static final String GENTLY = "Gracefully stopping... (press Ctrl+C again to force)";

    private final Stack stack;
    private final Project project;
    private final Arguments given;
    private final AtomicInteger interrupts = new AtomicInteger();
    private final boolean menu;
    private volatile @Nullable Watching watching;
    private volatile @Nullable Menu shown;

    /** @param menu whether keys are answered */
    public Foreground(Stack stack, Project project, Arguments given, boolean menu) {
        this.stack = stack;
        this.project = project;
        this.given = given;
        this.menu = menu;
    }

    /**
     * Applies the stack and stays until its containers have ended.
     *
     * @param watcher runs beside, until Ctrl-C; null for none
     * @return the exit code
     */
    public int up(StackRequest request, @Nullable Watcher watcher) throws IOException, InterruptedException {
        Invocation at = stack.at();
        Ansi ansi = given.flag("--no-color") ? Ansi.PLAIN : at.ansi();
        MergedLog log = new MergedLog(at.out(), at.err(), ansi, !given.flag("--no-log-prefix"));
        Signals.on("INT", () -> interrupted(log));
        Signals.on("TERM", () -> interrupted(log));
        ContainerLog fromNow =
                new ContainerLog(LogFollower.instant(Instant.now()), "", "all", given.flag("--timestamps"), true);
        LogFollower follower = new LogFollower(stack, log, fromNow, this::attached, this::awaited);
        List<String> names = expected(request.options().scale());
        names.forEach(log::expect);
        if (!names.isEmpty()) {
            log.announce("Attaching to " + String.join(", ", names));
        }
        follower.followStarts();

        // A line per step: what is drawn again and again and what containers print do not go together.
        Set<String> started = new HashSet<>();
        StackEvent.Outcome outcome = stack.follow(
                request, new StackProgress.Quiet(new Starts(progress(log), started), ApplyFlags.quiet(given)));
        follower.awaitHooks();
        if (!outcome.ok()) {
            at.err().println(at.positions().place(outcome.message()));
            return 1;
        }
        log.announced();
        List<StackContainer> containers = stack.containers(List.of());
        follower.awaitStarts(containers.stream()
                .filter(container -> started.contains(container.name()))
                .map(StackContainer::id)
                .toList());
        for (StackContainer container : containers) {
            if (outcome.containers().containsKey(container.service())
                    && container.state().equals("running")) {
                follower.follow(container.id(), stack.label(container), container.service(), fromNow);
            }
        }
        Watching beside =
                new Watching(project, stack, log, follower, new Watcher.Manner(given.flag("--quiet-build"), true));
        watching = beside;
        if (watcher != null) {
            beside.on(watcher);
        }
        if (!menu) {
            return untilTheEnd(follower, log);
        }
        // Ctrl-C may have come already; then nobody is to press a key.
        try (Menu keys = Menu.open(at, ansi, log, keys(beside, follower, log))) {
            shown = keys;
            if (interrupts.get() > 0) {
                keys.hide();
            }
            return untilTheEnd(follower, log);
        }
    }

    /** Writes down which containers are started. */
    private record Starts(StackProgress shown, Set<String> names) implements StackProgress {
        @Override
        public void show(StackEvent event) {
            StackEvent.Progress step = event.step();
            if (step != null
                    && step.phase().equals("done")
                    && step.object().equals("container")
                    && step.action().endsWith("start")) {
                names.add(step.name());
            }
            shown.show(event);
        }

        @Override
        public void close() {
            shown.close();
        }
    }

    private Map<Character, Menu.Key> keys(Watching watching, LogFollower follower, MergedLog log) {
        Map<Character, Menu.Key> keys = new LinkedHashMap<>();
        keys.put('w', new Menu.Key() {
            @Override
            public String name() {
                return watching.isOn() ? "Disable Watch" : "Enable Watch";
            }

            @Override
            public void pressed() {
                toggle(watching, log);
            }
        });
        keys.put('d', new Menu.Key() {
            @Override
            public String name() {
                return "Detach";
            }

            @Override
            public void pressed() {
                follower.leave();
            }
        });
        return keys;
    }

    private void toggle(Watching watching, MergedLog log) {
        try {
            if (watching.isOn()) {
                watching.off();
                log.watch("Watch disabled");
            } else {
                List<String> services = Selection.of(project, given.words(), !given.flag("--no-deps"));
                watching.on(Watcher.open(project, services, log::watch));
            }
        } catch (EngineException e) {
            log.watch(stack.at().positions().place(String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The names before the lines to come, so that columns stand still from the first line on. */
    private List<String> expected(Map<String, Integer> scale) {
        List<String> names = new ArrayList<>();
        for (String service : project.services().stream().filter(this::attached).toList()) {
            String own = project.service(service).path("container_name").asText();
            int replicas = scale.getOrDefault(service, project.replicas(service));
            for (int number = 1; number <= replicas; number++) {
                names.add(own.isEmpty() ? service + "-" + number : own);
            }
        }
        return names;
    }

    private int untilTheEnd(LogFollower follower, MergedLog log) throws InterruptedException, IOException {
        @Nullable String codeFrom = given.text("--exit-code-from");
        boolean onExit = given.flag("--abort-on-container-exit") || codeFrom != null;
        boolean onFailure = given.flag("--abort-on-container-failure");
        boolean aborted = false;
        int code = 0;
        for (LogFollower.Exit exit = follower.nextExit(); exit != null; exit = follower.nextExit()) {
            boolean counts = codeFrom == null ? !aborted : exit.service().equals(codeFrom);
            if (counts && (onExit || onFailure)) {
                code = exit.code();
            }
            if (!aborted && (onExit || (onFailure && exit.code() != 0))) {
                aborted = true;
                stack.at().err().println("Aborting on container exit...");
                end("stop", log);
            }
        }
        return interrupts.get() > 0 ? INTERRUPTED : code;
    }

    private boolean attached(String service) {
        List<String> only = given.list("--attach");
        boolean chosen = only.isEmpty()
                ? given.words().isEmpty()
                        || given.flag("--attach-dependencies")
                        || given.words().contains(service)
                : only.contains(service);
        boolean wanted = !project.model()
                .path("services")
                .path(service)
                .path("attach")
                .asText("true")
                .equals("false");
        return chosen && wanted && !given.list("--no-attach").contains(service);
    }

    /**
     * Whose end is told, and ends this: the named services, or else those whose logs are shown. The others go on behind this, so
     * that one can be brought up and taken down in front of a stack that runs.
     */
    private boolean awaited(String service) {
        if (!given.words().isEmpty()) {
            return given.words().contains(service) || service.equals(given.text("--exit-code-from"));
        }
        return attached(service) || project.services().stream().noneMatch(this::attached);
    }

    /** Ctrl-C once stops gently, twice at once; a third time leaves. */
    private void interrupted(MergedLog log) {
        int count = interrupts.incrementAndGet();
        try {
            if (count == 1) {
                Menu keys = shown;
                if (keys != null) {
                    keys.hide();
                }
                // The terminal has shown ^C at the beginning of the line.
                stack.at().err().println((stack.at().terminal().err() ? "\n" : "") + GENTLY);
                Watching files = watching;
                if (files != null) {
                    files.off();
                }
                end("stop", log);
            } else if (count == 2) {
                killNow();
            } else {
                Runtime.getRuntime().halt(INTERRUPTED);
            }
        } catch (IOException | EngineException e) {
            stack.at().err().println(e.getMessage());
            Runtime.getRuntime().halt(INTERRUPTED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One by one and past the stack: the stop that is going on holds the stack, and ends by this. */
    private void killNow() {
        List<StackContainer> running = stack.containers(given.words()).stream()
                .filter(container -> container.state().equals("running"))
                .toList();
        AtOnce.map(running, container -> {
            try {
                stack.client().run(Call.post(Target.of("/containers/{}/kill", container.id())));
            } catch (EngineException e) {
                // The gentle stop was quicker.
                if (e.kind() != ErrorKind.CONFLICT && e.kind() != ErrorKind.NOT_FOUND) {
                    throw e;
                }
            }
            return container;
        });
    }

    private StackProgress progress(MergedLog log) {
        return new HookWords(stack, log, this::attached, stack.at().progressAmongLogs());
    }

    private void end(String action, MergedLog log) throws IOException {
        ServiceAction named = new ServiceAction(
                given.words(), ApplyFlags.seconds(given, "--timeout"), "", false, false, false, false, Map.of());
        stack.follow(action, named, progress(log));
    }
}
