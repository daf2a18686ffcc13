package dev.jcompose.store;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The places before and after every durable write and runtime call, where a test ends the process as kill -9 would.
 * {@code -Djcompose.crash.at=N} ends it at the N-th place passed; without it a place costs one comparison. A process
 * that ends before says how many it passed.
 */
public final class CrashPoint {
    private static final int AT = Integer.getInteger("jcompose.crash.at", 0);
    private static final AtomicInteger PASSED = new AtomicInteger();
    private static final int KILLED = 137;

    static {
        if (AT > 0) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.err.println("crash points: " + PASSED.get())));
        }
    }

    private CrashPoint() {}

    /** {@code place} is printed when the process ends here, so that a run says which places it hit. */
    public static void pass(String place) {
        if (AT > 0 && PASSED.incrementAndGet() == AT) {
            System.err.println("crash point " + AT + ": " + place);
            // No hooks, no finally: what the kernel holds for us is all that remains.
            Runtime.getRuntime().halt(KILLED);
        }
    }
}
