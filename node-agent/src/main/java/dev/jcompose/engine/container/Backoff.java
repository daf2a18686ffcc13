package dev.jcompose.engine.container;

import java.time.Duration;

/**
 * How long a restart policy waits.
 *
 * @param first before the first restart; it doubles with each one more
 * @param longest where doubling ends
 * @param calm after a run at least this long it begins with {@code first} again
 */
public record Backoff(Duration first, Duration longest, Duration calm) {
    /** Docker's. */
    public static final Backoff DEFAULT =
            new Backoff(Duration.ofMillis(100), Duration.ofMinutes(1), Duration.ofSeconds(10));

    private static final int MOST_DOUBLINGS = 30;

    /** @param failures runs in a row that were shorter than {@code calm}, the last one included */
    Duration after(int failures) {
        Duration wait = first.multipliedBy(1L << Math.clamp(failures - 1L, 0, MOST_DOUBLINGS));
        return wait.compareTo(longest) > 0 ? longest : wait;
    }
}
