package dev.jcompose.compose.bind;

import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Numbers;
import dev.jcompose.compose.node.Scalar;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sizes in bytes and spans of time. */
public final class Units {
    private static final String SIZES = "kmgtp";
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,19}");
    private static final Pattern PART = Pattern.compile("[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+");

    private Units() {}

    /** A size as its number of bytes, in text. */
    static @Nullable Node bytes(Node node) throws BindException {
        if (!(node instanceof Scalar scalar)) {
            throw new BindException("must be a size");
        }
        long size = switch (scalar.value()) {
            case Long number -> number;
            case String text -> size(text);
            case null, default -> 0; // Compose takes a fraction of a byte for nothing
        };
        return size == 0 ? null : scalar.withValue(Long.toString(size));
    }

    /** Bytes of a size such as {@code 512m}, {@code 1.5 GiB} or a plain number, which may be negative. */
    public static long size(String text) throws BindException {
        if (WHOLE.matcher(text).matches()) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                // More than a long: read as a fraction below.
            }
        }
        int space = text.indexOf(' ');
        int end = space >= 0 ? space : lastDigit(text) + 1;
        if (end == 0) {
            throw new BindException("invalid size: '%s'".formatted(text));
        }
        double number = number(text.substring(0, end), text);
        String suffix = text.substring(space >= 0 ? space + 1 : end).toLowerCase(Locale.ROOT);
        return Numbers.truncated(number * factor(suffix));
    }

    private static int lastDigit(String text) {
        for (int i = text.length() - 1; i >= 0; i--) {
            char c = text.charAt(i);
            if (c == '.' || (c >= '0' && c <= '9')) {
                return i;
            }
        }
        return -1;
    }

    private static double number(String text, String whole) throws BindException {
        Double number = Numbers.parse(text);
        if (number == null || number < 0 || number.isInfinite()) {
            throw new BindException("invalid size: '%s'".formatted(whole));
        }
        return number;
    }

    private static double factor(String suffix) throws BindException {
        if (suffix.isEmpty() || suffix.equals("b")) {
            return 1;
        }
        int power = SIZES.indexOf(suffix.charAt(0));
        String rest = suffix.substring(1);
        if (power < 0 || (!rest.isEmpty() && !rest.equals("b") && !rest.equals("ib"))) {
            throw new BindException("invalid suffix: '%s'".formatted(suffix));
        }
        return Math.pow(1024, power + 1);
    }

    static @Nullable Node optionalDuration(Node node) throws BindException {
        if (node.isNull()) {
            return null;
        }
        if (!(node instanceof Scalar scalar)) {
            throw new BindException("must be a duration");
        }
        return scalar.withValue(format(nanos(scalar.text())));
    }

    static @Nullable Node duration(Node node) throws BindException {
        return optionalDuration(node) instanceof Scalar scalar && !"0s".equals(scalar.value()) ? scalar : null;
    }

    /** Nanoseconds of a duration such as {@code 1m30s}, {@code 1.5h} or {@code 2d}. */
    public static long nanos(String text) throws BindException {
        boolean negative = text.startsWith("-");
        String rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return 0;
        }
        if (rest.isEmpty()) {
            throw new BindException("invalid duration \"%s\"".formatted(text));
        }
        long total = 0;
        int at = 0;
        while (at < rest.length()) {
            int unit = at;
            while (unit < rest.length() && isNumeric(rest.charAt(unit))) {
                unit++;
            }
            int end = unit;
            while (end < rest.length() && !isNumeric(rest.charAt(end))) {
                end++;
            }
            total = added(total, rest.substring(at, unit), rest.substring(unit, end), text);
            at = end;
        }
        return negative ? -total : total;
    }

    private static long added(long total, String number, String unit, String text) throws BindException {
        if (!PART.matcher(number).matches()) {
            throw new BindException("invalid duration \"%s\"".formatted(text));
        }
        if (unit.isEmpty()) {
            throw new BindException("missing unit in duration \"%s\"".formatted(text));
        }
        long scale = scale(unit, text);
        int dot = number.indexOf('.');
        String whole = dot < 0 ? number : number.substring(0, dot);
        String fraction = dot < 0 ? "" : number.substring(dot);
        try {
            long nanos = Math.multiplyExact(whole.isEmpty() ? 0 : Long.parseLong(whole), scale);
            long part = fraction.length() < 2 ? 0 : (long) (Double.parseDouble("0" + fraction) * scale);
            return Math.addExact(total, Math.addExact(nanos, part));
        } catch (ArithmeticException | NumberFormatException tooLong) {
            throw new BindException("invalid duration \"%s\"".formatted(text));
        }
    }

    private static boolean isNumeric(char c) {
        return c == '.' || (c >= '0' && c <= '9');
    }

    private static long scale(String unit, String text) throws BindException {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "µs", "μs" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            case "d" -> 24 * 3_600_000_000_000L;
            case "w" -> 7 * 24 * 3_600_000_000_000L;
            default -> throw new BindException("unknown unit \"%s\" in duration \"%s\"".formatted(unit, text));
        };
    }

    /** {@code 1h2m3.5s}; below a second in the largest fitting unit. */
    static String format(long nanos) {
        if (nanos == 0) {
            return "0s";
        }
        String sign = nanos < 0 ? "-" : "";
        long rest = Math.abs(nanos);
        if (rest < 1_000) {
            return sign + rest + "ns";
        }
        if (rest < 1_000_000) {
            return sign + fraction(rest, 1_000) + "µs";
        }
        if (rest < 1_000_000_000) {
            return sign + fraction(rest, 1_000_000) + "ms";
        }
        long minutes = rest / 60_000_000_000L;
        String seconds = fraction(rest % 60_000_000_000L, 1_000_000_000) + "s";
        if (minutes == 0) {
            return sign + seconds;
        }
        return sign + (minutes < 60 ? "" : minutes / 60 + "h") + minutes % 60 + "m" + seconds;
    }

    private static String fraction(long nanos, long unit) {
        long part = nanos % unit;
        if (part == 0) {
            return Long.toString(nanos / unit);
        }
        String digits = Long.toString(unit + part).substring(1);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return nanos / unit + "." + digits.substring(0, end);
    }
}
