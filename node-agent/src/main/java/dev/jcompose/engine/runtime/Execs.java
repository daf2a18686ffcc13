package dev.jcompose.engine.runtime;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.linux.Descriptor;
import dev.jcompose.linux.process.LiveProcess;
import dev.jcompose.linux.process.Program;
import dev.jcompose.linux.process.Spawn;
import dev.jcompose.linux.stream.ConsoleSocket;
import dev.jcompose.linux.stream.Pipe;
import dev.jcompose.linux.stream.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Adds processes to running containers: one crun each, which ends with the process and has its exit code. */
public final class Execs {
    private final RuntimeThreads threads;
    private final Crun crun;

    public Execs(RuntimeThreads threads, Crun crun) {
        this.threads = threads;
        this.crun = crun;
    }

    /**
     * What to run.
     *
     * @param execId names the files in the bundle
     * @param input whether its standard input is ours to write, else it is empty
     * @param output whether its output is ours to read, else it goes nowhere
     * @param missing asked where the kernel says that the program is not there: what else may be missing
     */
    public record Order(
            String id,
            Bundle bundle,
            String execId,
            OciSpec.Process process,
            boolean input,
            boolean output,
            Supplier<Optional<String>> missing) {}

    public ExecProcess start(Order order) {
        var files = new ExecFiles(order);
        try {
            Files.write(files.process(), order.process().json());
        } catch (IOException e) {
            throw EngineException.unavailable("cannot write " + files.process(), e);
        }
        return threads.call(() -> order.process().terminal() ? terminal(order, files) : pipes(order, files));
    }

    private record ExecFiles(Path process, Path pid, Path log, Path socket, Supplier<Optional<String>> missing)
            implements ExecProcess.Ending {
        ExecFiles(Order order) {
            Path folder = order.bundle().folder();
            String name = "exec-" + order.execId().substring(0, 16);
            this(
                    folder.resolve(name + ".json"),
                    folder.resolve(name + ".pid"),
                    folder.resolve(name + ".log"),
                    folder.resolve(name.substring(0, 9) + ".s"),
                    order.missing());
        }

        /** What the runtime complained of, where it complained; its files go, unless they went with the bundle. */
        @Override
        public Optional<String> failure(int code) {
            try {
                String said = complaint();
                for (Path each : List.of(process, pid, log)) {
                    Files.deleteIfExists(each);
                }
                return code == 0 || said.isEmpty()
                        ? Optional.empty()
                        : Optional.of("OCI runtime exec failed: exec failed: " + said);
            } catch (IOException e) {
                throw EngineException.unavailable("cannot clean up after an exec", e);
            }
        }

        private String complaint() throws IOException {
            try {
                return Files.readString(log).strip();
            } catch (NoSuchFileException e) {
                return "";
            }
        }
    }

    private ExecProcess pipes(Order order, ExecFiles files) {
        Pipe in = order.input() ? Pipe.open() : null;
        Pipe out = order.output() ? Pipe.open() : null;
        Pipe err = order.output() ? Pipe.open() : null;
        int pid = Spawn.start(new Program(
                crun.exec(order.id(), files.process(), files.pid(), files.log(), null),
                Crun.environment(),
                List.of(
                        in == null ? Program.NULL : in.readEnd().number(),
                        out == null ? Program.NULL : out.writeEnd().number(),
                        err == null ? Program.NULL : err.writeEnd().number()),
                Path.of("/")));
        if (in != null) {
            in.readEnd().close();
        }
        if (out == null || err == null) {
            return watched(pid, files, in == null ? null : in.writeEnd(), null, List.of());
        }
        out.writeEnd().close();
        err.writeEnd().close();
        return watched(pid, files, in == null ? null : in.writeEnd(), null, List.of(out.readEnd(), err.readEnd()));
    }

    private ExecProcess terminal(Order order, ExecFiles files) {
        try (var socket = ConsoleSocket.listen(files.socket())) {
            int pid = Spawn.start(new Program(
                    crun.exec(
                            order.id(),
                            files.process(),
                            files.pid(),
                            files.log(),
                            socket.path().getFileName()),
                    Crun.environment(),
                    List.of(Program.NULL, Program.NULL, Program.NULL),
                    // The name alone fits an address whatever the run root is called.
                    order.bundle().folder()));
            var runtime = LiveProcess.of(pid).orElseThrow();
            var over = Pipe.open();
            var _ = runtime.exited().thenRun(over.writeEnd()::close);
            var master = socket.receive(over.readEnd());
            var size = order.process().consoleSize();
            if (size != null) {
                master.ifPresent(it -> Terminal.resize(it, size.height(), size.width()));
            }
            return new ExecProcess(
                    runtime,
                    files.pid(),
                    order.input() ? master.orElse(null) : null,
                    master.orElse(null),
                    master.map(List::of).orElse(List.of()),
                    over.readEnd(),
                    files);
        }
    }

    private static ExecProcess watched(
            int pid,
            ExecFiles files,
            @org.jspecify.annotations.Nullable Descriptor input,
            @org.jspecify.annotations.Nullable Descriptor terminal,
            List<Descriptor> outputs) {
        var runtime = LiveProcess.of(pid).orElseThrow();
        var over = Pipe.open();
        var _ = runtime.exited().thenRun(over.writeEnd()::close);
        return new ExecProcess(runtime, files.pid(), input, terminal, outputs, over.readEnd(), files);
    }
}
