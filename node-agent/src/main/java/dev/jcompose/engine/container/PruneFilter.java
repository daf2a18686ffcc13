package dev.jcompose.engine.container;

import dev.jcompose.api.error.EngineException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The filters of {@code POST /containers/prune}. */
final class PruneFilter {
    private final Map<String, List<String>> filters;
    private final Instant now;

    PruneFilter(Map<String, List<String>> filters, Instant now) {
        this.filters = filters;
        this.now = now;
        for (String key : filters.keySet()) {
            if (!Set.of("until", "label", "label!").contains(key)) {
                throw EngineException.invalid("invalid filter '" + key + "'");
            }
        }
    }

    boolean takes(Container container) {
        Map<String, String> labels = container.record().config().labels();
        return filters.getOrDefault("until", List.of()).stream()
                        .allMatch(text -> container.record().created().isBefore(time(text)))
                && filters.getOrDefault("label", List.of()).stream().allMatch(l -> has(labels, l))
                && filters.getOrDefault("label!", List.of()).stream().noneMatch(l -> has(labels, l));
    }

    private static boolean has(Map<String, String> labels, String wanted) {
        int equals = wanted.indexOf('=');
        return equals < 0
                ? labels.containsKey(wanted)
                : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
    }

    /** A Unix time, an RFC 3339 time, or how long ago: {@code 24h}, {@code 1h30m}. */
    private Instant time(String text) {
        try {
            if (text.matches("\\d+(\\.\\d+)?")) {
                return Instant.ofEpochMilli((long) (Double.parseDouble(text) * 1000));
            }
            if (text.matches("(\\d+h)?(\\d+m)?(\\d+s)?")) {
                return now.minus(Duration.parse("PT" + text.toUpperCase(java.util.Locale.ROOT)));
            }
            return java.time.OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw EngineException.invalid("invalid filter 'until=" + text + "': write a time or a duration like 24h");
        }
    }
}
