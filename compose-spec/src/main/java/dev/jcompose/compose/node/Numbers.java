package dev.jcompose.compose.node;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Floating point numbers and their text, in the shortest form that reads back as the same number. */
public final class Numbers {
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?");

    private static final Pattern HEXADECIMAL =
            Pattern.compile("[-+]?0[xX](?:[0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+)[pP][-+]?[0-9]+");
    /** An underscore that is not between digits. */
    private static final Pattern STRAY = Pattern.compile("(?<![0-9a-fA-FxX])_|_(?![0-9a-fA-F])");

    private Numbers() {}

    /** Whether the text is a decimal number, with a fraction and an exponent or without: {@code 1.}, {@code .5}, {@code +1e3}. */
    public static boolean isDecimal(String text) {
        return DECIMAL.matcher(text).matches();
    }

    /** The number in a text that Compose reads it from, such as {@code 1.5}, {@code 1_000} or {@code 0x1p4}; else null. */
    public static @Nullable Double parse(String text) {
        String digits = text.indexOf('_') < 0 || STRAY.matcher(text).find() ? text : text.replace("_", "");
        return isDecimal(digits) || HEXADECIMAL.matcher(digits).matches() ? (Double) Double.parseDouble(digits) : null;
    }

    /** The number less its fraction; one that no long holds is the least long, as on the machines that Compose runs on. */
    public static long truncated(double number) {
        return number >= -0x1p63 && number < 0x1p63 ? (long) number : Long.MIN_VALUE;
    }

    /** Plain from 0.0001 to below a million, else with an exponent of at least two digits. */
    public static String general(Number number) {
        return format(number, -4, 6);
    }

    /** As JSON writes them: an exponent below 1e-6 and from 1e21. */
    public static String json(Number number) {
        String text = format(number, -6, 21);
        return text.replace("e-0", "e-");
    }

    private static String format(Number number, int smallest, int largest) {
        double value = number.doubleValue();
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal shortest = new BigDecimal(number.toString()).stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= smallest && exponent < largest) {
            return shortest.toPlainString();
        }
        String digits = shortest.unscaledValue().abs().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        String sign = exponent < 0 ? "-" : "+";
        String power = Integer.toString(Math.abs(exponent));
        return (value < 0 ? "-" : "") + mantissa + "e" + sign + (power.length() < 2 ? "0" + power : power);
    }
}
