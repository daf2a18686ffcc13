package dev.jcompose.engine.container;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * What of a log is wanted.
 *
 * @param tail the last so many entries; -1 all
 * @param timestamps whether each line begins with its time
 * @param details whether what the log's options choose comes before each line
 */
public record LogQuery(
        boolean follow,
        boolean stdout,
        boolean stderr,
        @Nullable Instant since,
        @Nullable Instant until,
        long tail,
        boolean timestamps,
        boolean details) {
    public static final LogQuery ALL = new LogQuery(false, true, true, null, null, -1, false, false);

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnn").withZone(ZoneOffset.UTC);

    /** As the log writes it. */
    static byte @Nullable [] written(@Nullable Instant time) {
        return time == null ? null : FORMAT.format(time).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
