package dev.jcompose.cli.output.template;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What Go's templates think of a value. */
final class Values {
    private Values() {}

    /** Not so are nothing, false, zero and what is empty. */
    static boolean isTrue(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean bool -> bool;
            case Number number -> number.doubleValue() != 0;
            case CharSequence text -> !text.isEmpty();
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> true;
        };
    }

    /** As {@code print} prints it: {@code [a b]}, {@code map[a:1]}, <code>{a b}</code>. */
    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "<nil>";
            case Double number -> number(number);
            case List<?> list -> list.stream().map(Values::text).collect(Collectors.joining(" ", "[", "]"));
            case Struct struct -> struct.values().stream().map(Values::text).collect(Collectors.joining(" ", "{", "}"));
            case Map<?, ?> map ->
                new TreeMap<>(map)
                        .entrySet().stream()
                                .map(e -> text(e.getKey()) + ":" + text(e.getValue()))
                                .collect(Collectors.joining(" ", "map[", "]"));
            default -> value.toString();
        };
    }

    private static String number(double value) {
        double size = Math.abs(value);
        if (value != 0 && (size < 1e-4 || size >= 1e21)) {
            String[] parts = Double.toString(value).split("E", -1);
            int exponent = parts.length == 2 ? Integer.parseInt(parts[1]) : 0;
            return parts[0].replaceFirst("\\.0$", "") + "e%+03d".formatted(exponent);
        }
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** For messages. */
    static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "nothing";
            case Boolean bool -> "true or false";
            case Number number -> "a number";
            case CharSequence text -> "a text";
            case List<?> list -> "a list";
            case Map<?, ?> map -> "a map";
            case Method method -> "a field with arguments";
            default -> value.getClass().getSimpleName();
        };
    }

    static String string(@Nullable Object value) {
        if (value instanceof CharSequence text) {
            return text.toString();
        }
        throw new Fault("a text is needed, not " + kind(value));
    }

    static int index(@Nullable Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return Math.toIntExact(((Number) value).longValue());
        }
        throw new Fault("a whole number is needed, not " + kind(value));
    }

    static boolean same(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return a == null && b == null;
        }
        return a instanceof Boolean && b instanceof Boolean ? a.equals(b) : compared(a, b) == 0;
    }

    /** Numbers with numbers, texts with texts. */
    static int compared(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Number one && b instanceof Number other) {
            return Double.compare(one.doubleValue(), other.doubleValue());
        }
        if (a instanceof CharSequence && b instanceof CharSequence) {
            return a.toString().compareTo(b.toString());
        }
        throw new Fault(kind(a) + " cannot be compared with " + kind(b));
    }
}
