package dev.jcompose.http.route;

import dev.jcompose.api.error.EngineException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Docker's filters, read: values of one name are alternatives, names are all required; labels are all required too. */
final class Filters {
    private Filters() {}

    /** Throws INVALID for a name that is not one of {@code known}, as Docker does. */
    static Map<String, List<String>> checked(Map<String, List<String>> filters, Set<String> known) {
        for (String name : filters.keySet()) {
            if (!known.contains(name)) {
                throw EngineException.invalid("invalid filter '" + name + "'");
            }
        }
        return filters;
    }

    /** Whether one of the values is a part of {@code text}, or an expression that is found in it; no values: yes. */
    static boolean matches(Map<String, List<String>> filters, String name, String text) {
        List<String> values = filters.getOrDefault(name, List.of());
        return values.isEmpty() || values.stream().anyMatch(value -> text.contains(value) || isFound(value, text));
    }

    private static boolean isFound(String expression, String text) {
        try {
            return Pattern.compile(expression).matcher(text).find();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    static boolean equal(Map<String, List<String>> filters, String name, String text) {
        List<String> values = filters.getOrDefault(name, List.of());
        return values.isEmpty() || values.contains(text);
    }

    /** {@code key} or {@code key=value}. */
    static boolean labels(Map<String, List<String>> filters, Map<String, String> labels) {
        return filters.getOrDefault("label", List.of()).stream().allMatch(wanted -> has(labels, wanted))
                && filters.getOrDefault("label!", List.of()).stream().noneMatch(wanted -> has(labels, wanted));
    }

    private static boolean has(Map<String, String> labels, String wanted) {
        int equals = wanted.indexOf('=');
        return equals < 0
                ? labels.containsKey(wanted)
                : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
    }

    static boolean truth(Map<String, List<String>> filters, String name, boolean absent) {
        List<String> values = filters.getOrDefault(name, List.of());
        if (values.isEmpty()) {
            return absent;
        }
        if (values.stream().distinct().count() > 1) {
            throw EngineException.invalid("invalid filter '" + name + "=" + values + "'");
        }
        return switch (values.getFirst().toLowerCase(java.util.Locale.ROOT)) {
            case "1", "t", "true" -> true;
            case "0", "f", "false" -> false;
            default -> throw EngineException.invalid("invalid filter '" + name + "=" + values.getFirst() + "'");
        };
    }
}
