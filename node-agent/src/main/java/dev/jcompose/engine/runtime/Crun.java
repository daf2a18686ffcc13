package dev.jcompose.engine.runtime;

import dev.jcompose.api.container.Command;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.linux.process.LiveProcess;
import dev.jcompose.linux.process.Program;
import dev.jcompose.linux.process.SealedCopy;
import dev.jcompose.linux.process.Spawn;
import dev.jcompose.linux.stream.Fifo;
import dev.jcompose.linux.stream.Pipe;
import dev.jcompose.store.CrashPoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The OCI runtime: one short program a call. Its state lies under {@code root}. */
public final class Crun {
    private static final Map<String, String> ENVIRONMENT =
            // conmon writes the times of the log in this zone.
            Map.of("PATH", Command.DEFAULT_PATH, "TZ", "UTC");

    private final RuntimeThreads threads;
    private final Path executable;
    private final Path root;

    public Crun(RuntimeThreads threads, Path root) {
        this.threads = threads;
        this.executable = SealedCopy.of(find("crun"));
        this.root = root;
    }

    Path executable() {
        return executable;
    }

    Path root() {
        return root;
    }

    static Map<String, String> environment() {
        return ENVIRONMENT;
    }

    /** The absolute path of a program of the host; UNAVAILABLE says how to get it. */
    static Path find(String name) {
        return Stream.of(Command.DEFAULT_PATH.split(":", -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> EngineException.unavailable(
                        name + " is missing on this host: install it (apt-get install " + name + ")", null));
    }

    /**
     * Lets a created container's process begin: it waits for a byte in its fifo, which a run of crun would write. The fifo goes
     * last, so that after a crash in between the container counts as not started; one that nobody reads was started.
     */
    public void start(String id) {
        Path fifo = fifo(id);
        if (!Files.exists(fifo)) {
            // Says why it cannot be started.
            run("start container", "start", id);
            return;
        }
        CrashPoint.pass("before: start container");
        try {
            Fifo.tell(fifo);
            Files.deleteIfExists(fifo);
        } catch (IOException e) {
            throw EngineException.unavailable("cannot remove " + fifo, e);
        }
        CrashPoint.pass("after: start container");
    }

    /** Whether a created container's process still waits for its start. */
    public boolean isUnstarted(String id) {
        return Files.exists(fifo(id));
    }

    private Path fifo(String id) {
        return root.resolve(id).resolve("exec.fifo");
    }

    public void pause(String id) {
        run("pause container", "pause", id);
    }

    public void resume(String id) {
        run("unpause container", "resume", id);
    }

    /** Applies limits to a running container; {@code resources} is a file as {@link OciSpec.Resources#json()} writes it. */
    public void update(String id, Path resources) {
        run("update container", "update", "--resources", resources.toString(), id);
    }

    /** Kills what is left of a container and drops its state; nothing happens where there is none. */
    public void delete(String id) {
        if (Files.exists(root.resolve(id))) {
            try {
                run("delete container", "delete", "--force", id);
            } catch (EngineException e) {
                // The program of one in the foreground, of a build, takes it away itself when its process is killed.
                if (Files.exists(root.resolve(id))) {
                    throw e;
                }
            }
        }
    }

    /** Drops the state of a container all of whose processes have ended, without a program's help. */
    public void forget(String id) {
        Path state = root.resolve(id);
        try (var files = Files.list(state)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(state);
        } catch (java.nio.file.NoSuchFileException e) {
            // Nothing was left.
        } catch (IOException e) {
            throw EngineException.unavailable("cannot remove " + state, e);
        }
    }

    /** The command line of {@code crun exec}, which ends with the process and has its exit code. */
    List<String> exec(String id, Path process, Path pidFile, Path log, @Nullable Path consoleSocket) {
        var argv = new ArrayList<>(List.of(executable.toString(), "--root=" + root, "--log=" + log));
        argv.addAll(List.of("exec", "--process=" + process, "--pid-file=" + pidFile));
        if (consoleSocket != null) {
            argv.add("--console-socket=" + consoleSocket);
        }
        argv.add(id);
        return argv;
    }

    /** A container in the foreground: the program that ends with it, and what it writes, on a stream to be closed. */
    public record Foreground(LiveProcess program, InputStream output) {}

    /** Creates and starts the container of a bundle; the program's exit code is the container's. */
    public Foreground run(String id, Bundle bundle) {
        return threads.call(() -> {
            var pipe = Pipe.open();
            try {
                int out = pipe.writeEnd().number();
                CrashPoint.pass("before: run container");
                int pid = Spawn.start(new Program(
                        arguments("run", "--bundle", bundle.folder().toString(), id),
                        ENVIRONMENT,
                        List.of(Program.NULL, out, out),
                        Path.of("/")));
                CrashPoint.pass("during: run container");
                return new Foreground(
                        LiveProcess.of(pid).orElseThrow(), pipe.readEnd().input());
            } finally {
                pipe.writeEnd().close();
            }
        });
    }

    private void run(String what, String... arguments) {
        CrashPoint.pass("before: " + what);
        threads.call(() -> {
            try (var pipe = Pipe.open()) {
                int pid = Spawn.start(new Program(
                        arguments(arguments),
                        ENVIRONMENT,
                        List.of(Program.NULL, Program.NULL, pipe.writeEnd().number()),
                        Path.of("/")));
                pipe.writeEnd().close();
                String error = new String(pipe.readEnd().input().readAllBytes(), StandardCharsets.UTF_8).strip();
                int code = Spawn.await(pid);
                if (code != 0) {
                    throw new EngineException(ErrorKind.INTERNAL, what + " " + last(arguments) + ": " + error);
                }
                return code;
            }
        });
        CrashPoint.pass("after: " + what);
    }

    private List<String> arguments(String... rest) {
        var argv = new ArrayList<>(List.of(executable.toString(), "--root=" + root));
        argv.addAll(List.of(rest));
        return argv;
    }

    private static String last(String... arguments) {
        String id = arguments[arguments.length - 1];
        return id.substring(0, Math.min(12, id.length()));
    }
}
