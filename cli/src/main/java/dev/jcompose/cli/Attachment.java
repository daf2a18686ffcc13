package dev.jcompose.cli;

import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.Duplex;
import dev.jcompose.api.client.EngineClient;
import dev.jcompose.api.client.Multiplexed;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.cli.output.TerminalSize;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Joins the caller's streams with those of a process in a container.
 *
 * @param tty whether the process has a terminal; the caller's is then set to raw
 * @param input whether the caller's input goes to it
 * @param resize what is told of the size of the caller's terminal
 */
public record Attachment(Invocation at, EngineClient client, boolean tty, boolean input, Target resize) {
    private static final int PIECE = 8192;

    /** Connects by the call and copies until the process closes its output. {@code started} runs once the streams are joined. */
    public void run(Call call, Runnable started) throws Exception {
        boolean sized = tty && at.terminal().in();
        // Keys that go nowhere stay the terminal's own: Ctrl-C ends the command.
        AutoCloseable restoration = sized && input ? at.terminal().raw() : () -> {};
        try (Duplex duplex = client.hijack(call)) {
            started.run();
            if (sized) {
                tellSize();
                Signals.on("WINCH", this::tellSize);
            }
            if (input) {
                // A platform thread: reading a terminal cannot be given up, and the program does not wait for it.
                Thread.ofPlatform().daemon().start(() -> copyInput(duplex));
            }
            if (duplex.multiplexed()) {
                new Multiplexed(duplex.in()).copyTo(at.out(), at.err());
            } else {
                copy(duplex.in(), at.out());
            }
            at.out().flush();
        } finally {
            restoration.close();
        }
    }

    private void copyInput(Duplex duplex) {
        try {
            copy(at.in(), duplex.out());
            duplex.endInput();
        } catch (IOException e) {
            // The process closed its input or is gone; its output and exit code tell how it ended.
            return;
        }
    }

    private static void copy(java.io.InputStream from, OutputStream to) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int n = from.read(piece); n >= 0; n = from.read(piece)) {
            to.write(piece, 0, n);
            to.flush();
        }
    }

    private void tellSize() {
        try {
            TerminalSize size = at.terminal().size();
            client.run(Call.post(resize.query("h", size.rows()).query("w", size.columns())));
        } catch (IOException | EngineException e) {
            // A program that has just ended has no size; one that runs on keeps the size it had.
            return;
        }
    }

    /** The command line's -i, -t and -T against the streams that there are. */
    public static boolean wantsTerminal(Arguments given, Invocation at) {
        @Nullable String off = given.has("--no-tty") ? String.valueOf(given.flag("--no-tty")) : null;
        if (off != null) {
            return off.equals("false");
        }
        return given.has("--tty")
                ? given.flag("--tty")
                : at.terminal().in() && at.terminal().out();
    }
}
