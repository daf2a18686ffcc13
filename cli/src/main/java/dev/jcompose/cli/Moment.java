package dev.jcompose.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Moments on the command line: a date, a time, seconds since 1970, or how long ago. */
public final class Moment {
    private static final Pattern AGO = Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
    private static final Pattern SECONDS = Pattern.compile("\\d+(\\.\\d{1,9})?");

    private Moment() {}

    /**
     * As the Docker API takes it; empty stays empty.
     *
     * @throws UsageException naming the option
     */
    public static String parse(String option, String text, Instant now) {
        if (text.isEmpty() || SECONDS.matcher(text).matches()) {
            return text;
        }
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            Duration length = Duration.ofHours(number(ago, 1))
                    .plusMinutes(number(ago, 2))
                    .plusSeconds(number(ago, 3))
                    .plusMillis(number(ago, 4));
            return LogFollower.instant(now.minus(length));
        }
        try {
            return LogFollower.instant(instant(text));
        } catch (DateTimeException e) {
            throw new UsageException(
                    option + " takes a time such as 2026-01-02T13:23:37Z or 42m, not \"" + text + "\"");
        }
    }

    private static long number(Matcher ago, int group) {
        return ago.group(group) == null ? 0 : Long.parseLong(ago.group(group));
    }

    private static Instant instant(String text) {
        if (!text.contains("T")) {
            return LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
        }
        if (text.endsWith("Z") || text.matches(".*[+-]\\d\\d:\\d\\d")) {
            return OffsetDateTime.parse(text).toInstant();
        }
        return LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant();
    }
}
