package dev.jcompose.cli.output.template;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Go's {@code printf}: what does not fit is printed as {@code %!d(a text)}, as Go does, and never fails. */
final class Printf {
    private static final Pattern VERB = Pattern.compile("%([-+# 0]*)(\\d*)(?:\\.(\\d*))?(.)", Pattern.DOTALL);

    private Printf() {}

    static String of(String format, List<@Nullable Object> arguments) {
        StringBuilder text = new StringBuilder();
        Matcher verbs = VERB.matcher(format);
        int used = 0;
        while (verbs.find()) {
            String printed;
            if (verbs.group(4).equals("%")) {
                printed = "%";
            } else if (used >= arguments.size()) {
                printed = "%!" + verbs.group(4) + "(MISSING)";
            } else {
                printed = padded(verbs, one(verbs, arguments.get(used++)));
            }
            verbs.appendReplacement(text, Matcher.quoteReplacement(printed));
        }
        verbs.appendTail(text);
        if (used < arguments.size()) {
            text.append("%!(EXTRA ").append(Values.text(arguments.get(used))).append(')');
        }
        return text.toString();
    }

    private static String one(Matcher verb, @Nullable Object value) {
        String flags = verb.group(1);
        @Nullable String places = verb.group(3);
        int precision = places == null || places.isEmpty() ? -1 : Integer.parseInt(places);
        boolean whole = value instanceof Integer || value instanceof Long;
        long number = value instanceof Number n ? n.longValue() : 0;
        String plus = flags.contains("+") && number >= 0 ? "+" : "";
        return switch (verb.group(4)) {
            case "v" -> Values.text(value);
            case "s" -> value instanceof Number || value instanceof Boolean ? bad(verb, value) : cut(value, precision);
            case "q" -> "\"" + Values.text(value).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
            case "d" -> whole ? plus + number : bad(verb, value);
            case "t" -> value instanceof Boolean ? value.toString() : bad(verb, value);
            case "x", "X" -> hex(verb.group(4), value);
            case "c" -> whole ? Character.toString((int) number) : bad(verb, value);
            case "f", "g", "e" ->
                value instanceof Double real
                        ? verb.group(4).equals("g") && precision < 0
                                ? Values.text(real)
                                : String.format(
                                        Locale.ROOT, "%." + (precision < 0 ? 6 : precision) + verb.group(4), real)
                        : bad(verb, value);
            default -> bad(verb, value);
        };
    }

    private static String cut(@Nullable Object value, int precision) {
        String text = Values.text(value);
        return precision < 0 ? text : text.substring(0, Math.min(precision, text.length()));
    }

    private static String hex(String verb, @Nullable Object value) {
        String digits = value instanceof Number number
                ? Long.toHexString(number.longValue())
                : HexFormat.of().formatHex(Values.text(value).getBytes(StandardCharsets.UTF_8));
        return verb.equals("X") ? digits.toUpperCase(Locale.ROOT) : digits;
    }

    private static String bad(Matcher verb, @Nullable Object value) {
        return "%!" + verb.group(4) + "(" + Values.kind(value) + "=" + Values.text(value) + ")";
    }

    private static String padded(Matcher verb, String text) {
        int width = verb.group(2).isEmpty() ? 0 : Integer.parseInt(verb.group(2));
        String blanks = " ".repeat(Math.max(0, width - text.codePointCount(0, text.length())));
        if (verb.group(1).contains("-")) {
            return text + blanks;
        }
        boolean sign = text.startsWith("-") || text.startsWith("+");
        return verb.group(1).contains("0")
                ? (sign ? text.charAt(0) : "") + "0".repeat(blanks.length()) + text.substring(sign ? 1 : 0)
                : blanks + text;
    }
}
