package dev.jcompose.linux.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.jcompose.linux.Errno;
import dev.jcompose.linux.Native;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Processes that lose their parent below us become our children, and are reaped at once. A runtime that ends in the midst of an
 * exec leaves one in the container, whose end waits for it: as long as the host's first process takes, or for ever where that
 * one reaps nobody.
 */
public final class Orphans {
    private static final MethodHandle PRCTL = Native.variadic(
            "prctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG), 1);
    private static final MethodHandle WAITID =
            Native.function("waitid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

    private static final int PR_SET_CHILD_SUBREAPER = 36;
    private static final int P_ALL = 0;
    private static final int WEXITED = 4;
    private static final int WNOWAIT = 0x01000000;
    private static final int SIGINFO_BYTES = 128;
    private static final int PID_AT = 16;
    private static final int SESSION_AFTER_NAME = 3;

    private static final int SHORTEST_PAUSE_MILLIS = 5;
    private static final int LONGEST_PAUSE_MILLIS = 1000;
    private static final int NO_CHILD_SECONDS = 10;

    private static final Semaphore BEGUN = new Semaphore(0);

    private Orphans() {}

    /** Once a process, before it starts others. */
    public static void adopt() {
        try {
            if ((int) PRCTL.invokeExact(Native.state(), PR_SET_CHILD_SUBREAPER, 1L, 0L, 0L, 0L) < 0) {
                throw Native.failure("prctl PR_SET_CHILD_SUBREAPER");
            }
        } catch (Throwable t) {
            throw Native.broken(t);
        }
        Thread.ofPlatform().daemon().name("orphans").start(Orphans::run);
    }

    /** There may be children to wait for. */
    static void begun() {
        BEGUN.release();
    }

    private static void run() {
        // What the JDK starts stays in our session; what Spawn starts, and all below it, does not.
        String own = session("self");
        int last = 0;
        int pause = SHORTEST_PAUSE_MILLIS;
        try {
            while (true) {
                int ended = nextEnded();
                if (ended < 0) {
                    BEGUN.drainPermits();
                    var _ = BEGUN.tryAcquire(NO_CHILD_SECONDS, TimeUnit.SECONDS);
                } else if (isOrphan(ended, own)) {
                    Spawn.reap(ended);
                } else {
                    // Whoever started it is about to reap it. Until then the kernel names no other.
                    pause = ended == last ? Math.min(2 * pause, LONGEST_PAUSE_MILLIS) : SHORTEST_PAUSE_MILLIS;
                    if (ended == last) {
                        children().filter(child -> isOrphan(child, own)).forEach(Spawn::reap);
                    }
                    last = ended;
                    Thread.sleep(pause);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isOrphan(int child, String own) {
        return !Spawn.hasStarted(child) && !session(Integer.toString(child)).equals(own);
    }

    /** Those of all our threads, as far as the kernel lists them; what begins or ends meanwhile may be missing. */
    private static Stream<Integer> children() {
        try (var threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.flatMap(Orphans::children).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list our threads", e);
        }
    }

    private static Stream<Integer> children(Path thread) {
        try {
            return Arrays.stream(Files.readString(thread.resolve("children")).split(" "))
                    .filter(pid -> !pid.isEmpty())
                    .map(Integer::valueOf);
        } catch (IOException e) {
            // The thread has ended, or the kernel is built without this list.
            return Stream.of();
        }
    }

    /** Blocks until a child has ended, and leaves it as it is; -1 where there is no child. */
    private static int nextEnded() {
        try (var arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(SIGINFO_BYTES, 8);
            while (true) {
                int result = (int) WAITID.invokeExact(Native.state(), P_ALL, 0, info, WEXITED | WNOWAIT);
                if (result == 0) {
                    return info.get(JAVA_INT, PID_AT);
                }
                if (Native.errno() == Errno.ECHILD) {
                    return -1;
                }
                if (Native.errno() != Errno.EINTR) {
                    throw Native.failure("waitid");
                }
            }
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }

    private static String session(String pid) {
        try {
            String stat = Files.readString(Path.of("/proc", pid, "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ", SESSION_AFTER_NAME + 2)[SESSION_AFTER_NAME];
        } catch (IOException e) {
            // It is gone: before its file was opened, or while it was read.
            return "";
        }
    }
}
