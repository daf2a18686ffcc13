package dev.jcompose.cli;

import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.DetachKeys;
import dev.jcompose.api.client.Duplex;
import dev.jcompose.api.client.EngineClient;
import dev.jcompose.api.client.Multiplexed;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.cli.output.TerminalSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Joins the caller's streams with those of a process in a container.
 *
 * @param tty whether the process has a terminal; the caller's is then set to raw
 * @param input whether the caller's input goes to it
 * @param resize what is told of the size of the caller's terminal
 * @param detachKeys by which the daemon lets the caller go, as it was told them
 */
public record Attachment(
        Invocation at, EngineClient client, boolean tty, boolean input, Target resize, String detachKeys) {
    private static final int PIECE = 8192;

    /**
     * Connects by the call and copies until the process closes its output. {@code started} runs once the streams are joined.
     *
     * @return whether the caller has left by the detach keys and the process goes on
     */
    public boolean run(Call call, Runnable started) throws Exception {
        boolean sized = isSized(at, tty);
        DetachKeys keys = DetachKeys.parse(detachKeys);
        AtomicBoolean detached = new AtomicBoolean();
        // Keys that go nowhere stay the terminal's own: Ctrl-C ends the command.
        AutoCloseable restoration =
                tty && at.terminal().in() && input ? at.terminal().raw() : () -> {};
        try (Duplex duplex = client.hijack(call)) {
            started.run();
            if (sized) {
                tellSize(0);
                Signals.on("WINCH", () -> tellSize(0));
            }
            if (input) {
                // A platform thread: reading a terminal cannot be given up, and the program does not wait for it.
                Thread.ofPlatform().daemon().start(() -> copyInput(duplex, keys, detached));
            }
            if (duplex.multiplexed()) {
                new Multiplexed(duplex.in()).copyTo(heard(at.out()), heard(at.err()));
            } else {
                copy(duplex.in(), heard(at.out()));
            }
        } finally {
            restoration.close();
        }
        return detached.get();
    }

    private void copyInput(Duplex duplex, DetachKeys keys, AtomicBoolean detached) {
        try {
            byte[] piece = new byte[PIECE];
            for (int n = at.in().read(piece); n >= 0; n = at.in().read(piece)) {
                if (tty) {
                    // Before they go: the daemon's answer to them is the end of the output.
                    keys.pass(piece, n);
                    detached.set(keys.detached());
                }
                duplex.out().write(piece, 0, n);
                duplex.out().flush();
            }
            duplex.endInput();
        } catch (IOException e) {
            // The process closed its input or is gone; its output and exit code tell how it ended.
            return;
        }
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int n = from.read(piece); n >= 0; n = from.read(piece)) {
            to.write(piece, 0, n);
            to.flush();
        }
    }

    /** A print stream keeps its failures to itself: without this, what nobody reads any more would be copied to its end. */
    private static OutputStream heard(PrintStream to) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                to.write(bytes, offset, length);
                if (to.checkError()) {
                    throw new IOException("nobody reads the output any more");
                }
            }
        };
    }

    private static boolean isSized(Invocation at, boolean tty) {
        return tty && (at.terminal().in() || at.terminal().out());
    }

    /** Rows and columns of the caller's terminal, for a process that is to have one; else empty. */
    public static List<Integer> consoleSize(Invocation at, boolean tty) {
        if (!isSized(at, tty)) {
            return List.of();
        }
        TerminalSize size = at.terminal().screen();
        return List.of(size.rows(), size.columns());
    }

    /** A program at a prompt writes it anew where the size changes. */
    public void redraw() {
        if (tty && at.terminal().out()) {
            tellSize(1);
        }
    }

    private void tellSize(int more) {
        try {
            TerminalSize size = at.terminal().screen();
            client.run(Call.post(resize.query("h", size.rows() + more).query("w", size.columns() + more)));
        } catch (EngineException e) {
            // A program that has just ended has no size; one that runs on keeps the size it had.
            return;
        }
    }

    /** The command line's -i, -t and -T against the streams that there are; input that does not go in need be no terminal. */
    public static boolean wantsTerminal(Arguments given, Invocation at, boolean input) {
        @Nullable String off = given.has("--no-tty") ? String.valueOf(given.flag("--no-tty")) : null;
        if (off != null) {
            return off.equals("false");
        }
        return given.has("--tty")
                ? given.flag("--tty")
                : at.terminal().out() && (at.terminal().in() || !input);
    }

    /** Of Docker's own clients, who share the setting; empty where there is none. */
    public static String detachKeys(Invocation at) {
        try {
            return new DockerConfig(at.env()).read().path("detachKeys").asText("");
        } catch (EngineException e) {
            // A file that cannot be read is told by the commands that need it.
            return "";
        }
    }
}
