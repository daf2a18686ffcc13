package dev.jcompose.engine.container;

import dev.jcompose.api.container.ExecConfig;
import dev.jcompose.api.container.ExecInspect;
import dev.jcompose.api.container.ExecInspect.ProcessConfig;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.runtime.ExecProcess;
import dev.jcompose.engine.runtime.Execs;
import dev.jcompose.engine.runtime.OciSpec;
import dev.jcompose.engine.runtime.RuntimeFailure;
import dev.jcompose.engine.runtime.SpecWriter;
import dev.jcompose.engine.runtime.Users;
import dev.jcompose.engine.stream.Session;
import dev.jcompose.linux.file.Dir;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The processes that clients add to running containers. They live in memory: with the daemon goes who could ask for them. */
final class ExecTable {
    private static final int MOST_FINISHED = 1000;

    private final Execs execs;
    private final ContainerPaths paths;
    private final ContainerEvents events;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Exec> all = new ConcurrentHashMap<>();

    ExecTable(Execs execs, ContainerPaths paths, ContainerEvents events) {
        this.execs = execs;
        this.paths = paths;
        this.events = events;
    }

    private static final class Exec {
        final String id;
        final Container container;
        final ExecConfig config;
        final AtomicBoolean started = new AtomicBoolean();
        volatile @Nullable ExecProcess process;
        /** Why it was never tried; null otherwise. */
        volatile @Nullable EngineException refused;

        Exec(String id, Container container, ExecConfig config) {
            this.id = id;
            this.container = container;
            this.config = config;
        }

        boolean isRunning() {
            ExecProcess current = process;
            return current != null && !current.exitCode().isDone();
        }
    }

    String create(Container container, ExecConfig config) {
        requireUsable(container);
        if (config.cmd().isEmpty()) {
            throw EngineException.invalid("No exec command specified");
        }
        byte[] drawn = new byte[32];
        random.nextBytes(drawn);
        var exec = new Exec(HexFormat.of().formatHex(drawn), container, config);
        all.put(exec.id, exec);
        events.publish(container, "exec_create: " + String.join(" ", config.cmd()), Map.of("execID", exec.id));
        return exec.id;
    }

    private static void requireUsable(Container container) {
        if (container.run() == null) {
            throw EngineException.conflict("container " + container.id() + " is not running");
        }
        if (container.isPaused()) {
            throw EngineException.conflict(
                    "container " + container.id() + " is paused, unpause the container before exec");
        }
    }

    /**
     * Who watches reads why the process could not be run, and asks for its exit code; who does not is told by the failure.
     *
     * @param size rows and columns of its terminal; empty for the default
     */
    Session start(String id, boolean detached, List<Integer> size) {
        Exec exec = get(id);
        requireUsable(exec.container);
        if (!exec.started.compareAndSet(false, true)) {
            throw EngineException.conflict("exec " + id + " has already run");
        }
        try {
            ExecProcess process = start(exec, detached, size);
            if (detached) {
                process.awaitStart().ifPresent(complaint -> {
                    throw EngineException.invalid(complaint);
                });
            }
            return process;
        } catch (EngineException e) {
            if (exec.process == null) {
                exec.refused = e;
            }
            if (detached) {
                throw e;
            }
            return new Refusal(String.valueOf(e.getMessage()));
        }
    }

    private ExecProcess start(Exec exec, boolean detached, List<Integer> size) {
        String id = exec.id;
        var config = exec.config;
        boolean output =
                !detached && (config.tty() || config.attachStdout() || config.attachStderr() || config.attachStdin());
        var process = start(
                exec.container,
                id,
                process(exec.container, config, size.isEmpty() ? config.consoleSize() : size),
                !detached && config.attachStdin(),
                output);
        exec.process = process;
        events.publish(exec.container, "exec_start: " + String.join(" ", config.cmd()), Map.of("execID", id));
        var _ = process.exitCode()
                .thenAccept(code -> events.publish(
                        exec.container, "exec_die", Map.of("execID", id, "exitCode", Integer.toString(code))));
        forgetOld();
        return process;
    }

    /** Runs a command of the daemon's own: a health check. */
    ExecProcess run(Container container, List<String> argv) {
        byte[] drawn = new byte[32];
        random.nextBytes(drawn);
        var config = new ExecConfig(argv, List.of(), "", "", false, false, false, true, true, "", List.of());
        return start(container, HexFormat.of().formatHex(drawn), process(container, config, List.of()), false, true);
    }

    private ExecProcess start(Container container, String id, OciSpec.Process process, boolean input, boolean output) {
        int first = container.requireRun("exec").pid();
        return execs.start(new Execs.Order(
                container.id(),
                paths.bundle(container.id()),
                id,
                process,
                input,
                output,
                () -> Executability.missing(process.args().getFirst(), process, first)));
    }

    private OciSpec.Process process(Container container, ExecConfig config, List<Integer> size) {
        ContainerRecord record = container.record();
        var command = record.config().command();
        String user = config.user().isEmpty() ? command.user() : config.user();
        var additions = paths.bundle(container.id()).additions();
        Users.Identity who;
        Container.Run run = container.requireRun("exec");
        try (var root = Dir.of(Path.of("/proc/" + run.pid() + "/root"))) {
            who = additions.to(
                    Stage.users(root).find(user, record.host().security().groupAdd()));
        }
        List<String> own = new ArrayList<>(command.env());
        own.addAll(additions.env());
        own.addAll(config.env());
        String cwd = config.workingDir().isEmpty() ? command.workingDir() : config.workingDir();
        if (!cwd.isEmpty() && !cwd.startsWith("/")) {
            throw EngineException.invalid(
                    "the working directory '" + cwd + "' is invalid, it must be an absolute path");
        }
        return SpecWriter.exec(
                record.host(),
                config.cmd(),
                config.tty(),
                size,
                SpecWriter.environment(own, config.tty(), Hostnames.of(record), who.home()),
                cwd.isEmpty() ? "/" : cwd,
                who,
                config.privileged());
    }

    void resize(String id, int height, int width) {
        ExecProcess process = get(id).process;
        if (process == null) {
            throw EngineException.conflict("exec " + id + " does not run");
        }
        process.resize(height, width);
    }

    ExecInspect inspect(String id) {
        Exec exec = get(id);
        var process = exec.process;
        var config = exec.config;
        Integer code = exec.refused != null
                ? Integer.valueOf(RuntimeFailure.NOT_EXECUTABLE)
                : process != null && process.exitCode().isDone()
                        ? process.exitCode().join()
                        : null;
        return new ExecInspect(
                id,
                exec.isRunning(),
                code,
                new ProcessConfig(
                        config.tty(),
                        config.cmd().getFirst(),
                        config.cmd().subList(1, config.cmd().size()),
                        config.privileged(),
                        config.user()),
                config.attachStdin(),
                config.attachStderr(),
                config.attachStdout(),
                code != null,
                exec.container.id(),
                config.detachKeys(),
                exec.isRunning() && process != null ? process.pid() : 0);
    }

    /** Ids of those that have not ended in a container. */
    List<String> of(Container container) {
        return all.values().stream()
                .filter(e -> e.container == container && e.isRunning())
                .map(e -> e.id)
                .sorted()
                .toList();
    }

    void forget(Container container) {
        all.values().removeIf(e -> e.container == container);
    }

    private Exec get(String id) {
        Exec exec = all.get(id);
        if (exec == null) {
            throw EngineException.notFound("No such exec instance: " + id);
        }
        return exec;
    }

    private void forgetOld() {
        if (all.size() > MOST_FINISHED) {
            all.values().removeIf(e -> e.started.get() && (e.process != null || e.refused != null) && !e.isRunning());
        }
    }
}
