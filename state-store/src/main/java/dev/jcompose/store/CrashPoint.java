package dev.jcompose.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The places before and after every durable write and runtime call, where a test ends the process as kill -9 would.
 *
 * <p>{@code -Djcompose.crash.folder=DIR} turns them on; without it a place costs one comparison. A number N in {@code DIR/at}
 * is taken up by the next place that is passed, and ends the process at the N-th from there, that one counted; 0 calls an
 * earlier number off. {@code DIR/passed} gets a line for every place.
 */
public final class CrashPoint {
    private static final int KILLED = 137;
    private static final @Nullable CrashPoint TEST = ofProperty();

    private final Path orders;
    private final Path passed;
    private final ReentrantLock lock = new ReentrantLock();
    /** Places until the end; 0: no end. */
    private int left;

    private CrashPoint(Path folder) {
        orders = folder.resolve("at");
        passed = folder.resolve("passed");
    }

    private static @Nullable CrashPoint ofProperty() {
        String folder = System.getProperty("jcompose.crash.folder");
        return folder == null ? null : new CrashPoint(Path.of(folder));
    }

    /** {@code place} says what has just happened or is about to. */
    public static void pass(String place) {
        if (TEST != null) {
            TEST.reached(place);
        }
    }

    private void reached(String place) {
        lock.lock();
        try {
            takeOrders();
            Files.write(
                    passed,
                    (place + "\n").getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            if (left > 0 && --left == 0) {
                // No hooks, no finally: what the kernel holds for us is all that remains.
                Runtime.getRuntime().halt(KILLED);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    private void takeOrders() throws IOException {
        try {
            left = Integer.parseInt(Files.readString(orders).strip());
            Files.delete(orders);
        } catch (NoSuchFileException e) {
            // The usual case: what was ordered before holds.
        }
    }
}
