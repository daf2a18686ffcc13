package dev.jcompose.http.route;

import dev.jcompose.api.error.EngineException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Points in time as clients of Docker write them. */
final class Times {
    private Times() {}

    /** Seconds since 1970, with a fraction or not, or RFC 3339; empty and 0 are none. */
    static @Nullable Instant parse(String text) {
        if (text.isEmpty() || text.equals("0")) {
            return null;
        }
        try {
            return Character.isDigit(text.charAt(0)) && text.indexOf('-') < 0
                    ? Instant.ofEpochSecond(
                            0, new BigDecimal(text).movePointRight(9).longValue())
                    : OffsetDateTime.parse(text).toInstant();
        } catch (NumberFormatException | DateTimeException e) {
            throw EngineException.invalid("\"" + text + "\" is no time: give seconds since 1970 or RFC 3339");
        }
    }

    /** As {@link #parse}, and {@code 24h} or {@code 10m} for so long ago. */
    static Instant before(String text) {
        if (!text.isEmpty() && "smh".indexOf(text.charAt(text.length() - 1)) >= 0) {
            try {
                return Instant.now().minus(Duration.parse("PT" + text.toUpperCase(Locale.ROOT)));
            } catch (DateTimeException e) {
                throw EngineException.invalid("\"" + text + "\" is no duration: write it like 24h or 1h30m");
            }
        }
        Instant time = parse(text);
        return time == null ? Instant.EPOCH : time;
    }
}
