package dev.jcompose.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A command at a terminal of its own, by {@code script}: what a person types, and what the screen has shown so far. */
final class Typed implements AutoCloseable {
    static final String CTRL_C = "\u0003";
    private final Duration longest = Duration.ofMinutes(Math.min(2, Launched.longestMinutes()));

    private final Process process;
    private final Path screen;

    Typed(ProcessBuilder script, Path screen) throws IOException {
        this.screen = screen;
        process =
                script.redirectErrorStream(true).redirectOutput(screen.toFile()).start();
    }

    Typed type(String keys) throws IOException {
        OutputStream keyboard = process.getOutputStream();
        keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
        return this;
    }

    Typed awaits(String text) {
        Awaitility.await(text + " on the screen")
                .atMost(longest)
                .until(() -> shown().contains(text) || !process.isAlive());
        if (!shown().contains(text)) {
            throw new AssertionError("the command ended without showing " + text + ":\n" + shown());
        }
        return this;
    }

    /** Everything since the start, with the escapes of colours and the cursor. */
    String shown() {
        try {
            return new String(Files.readAllBytes(screen), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    int ended() throws InterruptedException {
        if (!process.waitFor(longest.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the command did not end:\n" + shown());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
