package dev.jcompose.engine.runtime;

import dev.jcompose.engine.stream.Frame;
import dev.jcompose.engine.stream.FrameQueue;
import dev.jcompose.engine.stream.QueuedOutput;
import dev.jcompose.engine.stream.Session;
import dev.jcompose.linux.Descriptor;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.process.LiveProcess;
import dev.jcompose.linux.stream.Readiness;
import dev.jcompose.linux.stream.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A process that was added to a running container, with its streams. It ends by itself, or with the container. */
public final class ExecProcess implements Session {
    private static final int CHUNK = 1 << 15;
    private static final long STEP_NANOS = 1_000_000;

    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private final FrameQueue queue = new FrameQueue();
    private final Path pidFile;
    private final @Nullable Descriptor input;
    private final @Nullable Descriptor terminal;
    private final OutputStream stdin = new QueuedOutput(new Input());
    private final HeldComplaint complaint = new HeldComplaint();
    private volatile Optional<String> failed = Optional.empty();
    private boolean ended;

    /**
     * @param input where its standard input is written; null for none
     * @param outputs what to read, the standard output first
     * @param over can be read or ends when the process has ended
     */
    ExecProcess(
            LiveProcess runtime,
            Path pidFile,
            @Nullable Descriptor input,
            @Nullable Descriptor terminal,
            List<Descriptor> outputs,
            Descriptor over,
            Ending ending) {
        this.pidFile = pidFile;
        this.input = input;
        this.terminal = terminal;
        Thread.ofPlatform().daemon().name("exec").start(() -> {
            pump(outputs, over);
            int code = runtime.exited().join();
            failed = ending.failure(code);
            failed.ifPresentOrElse(
                    failure -> {
                        // On a standard error of its own the runtime has complained already.
                        if (outputs.size() < 2) {
                            say(failure);
                        }
                        int runtimes = RuntimeFailure.exitCode(failure);
                        if (runtimes == RuntimeFailure.NOT_FOUND) {
                            ending.missing().get().ifPresent(this::say);
                        }
                        finish(outputs, over, runtimes);
                    },
                    () -> {
                        put(Frame.STDOUT, complaint.rest());
                        finish(outputs, over, code);
                    });
        });
    }

    /** Tells why the runtime could not run the process at all. */
    interface Ending {
        /** Called once, when it has ended. */
        Optional<String> failure(int code);

        /** What else than the program, which the kernel says is not there, may be missing. */
        Supplier<Optional<String>> missing();
    }

    private void say(String words) {
        put(Frame.STDERR, (words + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void put(int stream, byte[] bytes) {
        if (bytes.length > 0) {
            queue.put(new Frame(stream, bytes));
        }
    }

    private void finish(List<Descriptor> outputs, Descriptor over, int code) {
        synchronized (this) {
            ended = true;
            // The writer of a terminal's input closes it: it may be writing now.
            outputs.stream().filter(each -> !each.equals(input)).forEach(Descriptor::close);
        }
        over.close();
        try {
            stdin.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        exitCode.complete(code);
        queue.end();
    }

    /** Reads until every stream has ended, or until the process has and nothing more is there: others may hold its streams. */
    private void pump(List<Descriptor> outputs, Descriptor over) {
        List<Descriptor> open = new ArrayList<>(outputs);
        byte[] chunk = new byte[CHUNK];
        while (!open.isEmpty()) {
            List<Descriptor> polled = new ArrayList<>(open);
            polled.add(over);
            boolean[] ready = Readiness.await(polled);
            boolean any = false;
            for (int i = 0; i < polled.size() - 1; i++) {
                if (ready[i]) {
                    any = true;
                    Descriptor each = polled.get(i);
                    int n = each.read(chunk);
                    if (n < 0) {
                        open.remove(each);
                    } else {
                        int stream = each.equals(outputs.getFirst()) ? Frame.STDOUT : Frame.STDERR;
                        byte[] said = Arrays.copyOf(chunk, n);
                        put(stream, terminal == null ? said : complaint.shown(said));
                    }
                }
            }
            if (!any) {
                return;
            }
        }
    }

    /** Completes when it has ended and all its output is in {@link #read}. */
    public CompletableFuture<Integer> exitCode() {
        return exitCode;
    }

    /** Blocks until it runs or has ended. Returns what the runtime complained of where it could not run it at all. */
    public Optional<String> awaitStart() {
        // The runtime tells of a start by the file alone, and of none by its end.
        while (!exitCode.isDone() && pid() == 0) {
            LockSupport.parkNanos(STEP_NANOS);
        }
        return exitCode.isDone() ? failed : Optional.empty();
    }

    /** Its pid on the host; 0 where it has none yet or no more. */
    public int pid() {
        try {
            String text = Files.readString(pidFile).strip();
            return text.isEmpty() ? 0 : Integer.parseInt(text);
        } catch (IOException e) {
            return 0;
        }
    }

    public void kill() {
        int pid = pid();
        if (pid > 0) {
            LiveProcess.of(pid).ifPresent(process -> process.signal(9));
        }
    }

    /** Nothing happens where it has no terminal. */
    public synchronized void resize(int height, int width) {
        if (terminal != null && !ended) {
            Terminal.resize(terminal, height, width);
        }
    }

    private synchronized boolean hasEnded() {
        return ended;
    }

    @Override
    public @Nullable Frame read() {
        return queue.take();
    }

    @Override
    public OutputStream stdin() {
        return stdin;
    }

    private final class Input implements QueuedOutput.Target {
        @Override
        public void write(byte[] bytes) throws IOException {
            if (input == null) {
                return;
            }
            try {
                input.write(bytes, 0, bytes.length);
            } catch (LinuxException e) {
                throw new IOException("the process takes no more input", e);
            }
        }

        @Override
        public void end() {
            // A terminal is one descriptor for both ways.
            if (input != null && (terminal == null || hasEnded())) {
                input.close();
            }
        }
    }

    @Override
    public void close() {
        queue.abandon();
    }
}
