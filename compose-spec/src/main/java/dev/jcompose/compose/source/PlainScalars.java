package dev.jcompose.compose.source;

import dev.jcompose.compose.node.Numbers;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an unquoted YAML scalar means to Compose's users: YAML 1.2 booleans, 1.1 octals and dates, underscores in
 * numbers, no base sixty; {@code yes} and {@code on} are text.
 */
public final class PlainScalars {
    private static final Pattern INTEGER =
            Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))");
    private static final Pattern TIME = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})"
            + "(?:(?:[Tt](\\d{1,2}):(\\d{1,2}):(\\d{1,2})([.,]\\d+)?(Z|[-+]\\d\\d:\\d\\d))"
            + "|(?: (\\d{1,2}):(\\d{1,2}):(\\d{1,2})([.,]\\d+)?))?");
    private static final BigInteger UNSIGNED_END = BigInteger.ONE.shiftLeft(64);

    private PlainScalars() {}

    /** A value as {@code Scalar} holds it. */
    public static @Nullable Object resolve(String text) {
        if (text.isEmpty()) {
            return null;
        }
        return switch (text.charAt(0)) {
            case 't', 'T', 'f', 'F', 'n', 'N', '~' -> word(text);
            case '.' -> dotted(text);
            case '+', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(text);
            default -> text;
        };
    }

    private static @Nullable Object word(String text) {
        return switch (text) {
            case "true", "True", "TRUE" -> true;
            case "false", "False", "FALSE" -> false;
            case "null", "Null", "NULL", "~" -> null;
            default -> text;
        };
    }

    private static Object dotted(String text) {
        return switch (text) {
            case ".nan", ".NaN", ".NAN" -> Double.NaN;
            case ".inf", ".Inf", ".INF" -> Double.POSITIVE_INFINITY;
            default -> Numbers.isDecimal(text) ? finite(text, text) : text;
        };
    }

    private static Object number(String text) {
        switch (text) {
            case "+.inf", "+.Inf", "+.INF" -> {
                return Double.POSITIVE_INFINITY;
            }
            case "-.inf", "-.Inf", "-.INF" -> {
                return Double.NEGATIVE_INFINITY;
            }
            case "-0", "-0.0" -> {
                return -0.0;
            }
            default -> {
                // Everything else is told apart by its shape.
            }
        }
        OffsetDateTime time = time(text);
        if (time != null) {
            return time;
        }
        if (!isNumeral(text)) {
            return text;
        }
        String plain = text.replace("_", "");
        Object integer = integer(plain);
        if (integer != null) {
            return integer;
        }
        return Numbers.isDecimal(plain) ? finite(plain, text) : text;
    }

    /** Whether all characters are some that numbers are written with: most other text that begins with a digit needs no pattern. */
    private static boolean isNumeral(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.digit(c, 16) < 0 && "xXoO+-._".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static Object finite(String number, String text) {
        double value = Double.parseDouble(number);
        return Double.isInfinite(value) ? text : value;
    }

    /** Long, BigInteger below 2^64, or null where the text is no such integer. */
    static @Nullable Object integer(String plain) {
        if (isCommon(plain)) {
            return Long.parseLong(plain);
        }
        Matcher matcher = INTEGER.matcher(plain);
        if (!matcher.matches()) {
            return null;
        }
        BigInteger value = matcher.group(2) != null
                ? new BigInteger(matcher.group(2), 16)
                : matcher.group(3) != null
                        ? new BigInteger(matcher.group(3), 2)
                        : matcher.group(4) != null
                                ? new BigInteger(matcher.group(4), 8)
                                : new BigInteger(matcher.group(5));
        if (matcher.group(1).equals("-")) {
            value = value.negate();
        }
        if (value.bitLength() <= 63) {
            return value.longValue();
        }
        boolean signed = !matcher.group(1).isEmpty();
        return signed || value.signum() < 0 || value.compareTo(UNSIGNED_END) >= 0 ? null : value;
    }

    /** Whether it is a plain decimal that fits, as nearly all numbers are, and needs no pattern to be read. */
    private static boolean isCommon(String plain) {
        if (plain.isEmpty() || plain.length() > 18 || (plain.charAt(0) == '0' && plain.length() > 1)) {
            return false;
        }
        for (int i = 0; i < plain.length(); i++) {
            if (plain.charAt(i) < '0' || plain.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static @Nullable OffsetDateTime time(String text) {
        if (text.length() < 8 || text.charAt(4) != '-') {
            return null;
        }
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        boolean zoned = matcher.group(8) != null;
        int hour = zoned ? 4 : 9;
        try {
            return OffsetDateTime.of(
                    LocalDateTime.of(
                            part(matcher, 1),
                            part(matcher, 2),
                            part(matcher, 3),
                            part(matcher, hour),
                            part(matcher, hour + 1),
                            part(matcher, hour + 2),
                            nanos(matcher.group(zoned ? 7 : 12))),
                    zoned ? ZoneOffset.of(matcher.group(8)) : ZoneOffset.UTC);
        } catch (DateTimeException notADate) {
            return null;
        }
    }

    private static int part(Matcher matcher, int group) {
        String digits = matcher.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction.substring(1) + "000000000").substring(0, 9));
    }
}
