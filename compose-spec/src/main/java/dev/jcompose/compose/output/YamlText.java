package dev.jcompose.compose.output;

import java.util.Set;
import java.util.regex.Pattern;

/** How Compose writes a string in YAML: plain where it stays a string, else in the quotes that it needs. */
final class YamlText {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(?:0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+"
            + "|(?:\\.[0-9_]+|[0-9][0-9_]*(?:\\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?)");
    private static final Pattern BASE_60 = Pattern.compile("[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{1,2}-\\d{1,2}(?:[Tt ].*)?");
    private static final Set<String> WORDS = Set.of(
            "", "~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE", "y", "Y", "yes", "Yes",
            "YES", "on", "On", "ON", "n", "N", "no", "No", "NO", "off", "Off", "OFF", ".nan", ".NaN", ".NAN", ".inf",
            ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", "<<");

    private YamlText() {}

    /** Appends the string; {@code indent} is where lines of a block begin. */
    static void append(StringBuilder out, String text, int indent) {
        if (text.indexOf('\n') >= 0 && blockAllowed(text)) {
            block(out, text, indent);
        } else if (meansOther(text) || text.indexOf('\n') >= 0) {
            doubleQuoted(out, text);
        } else if (plainAllowed(text)) {
            out.append(text);
        } else if (quotable(text)) {
            out.append('\'').append(text.replace("'", "''")).append('\'');
        } else {
            doubleQuoted(out, text);
        }
    }

    /** Appends a key, which never spans lines. */
    static void appendKey(StringBuilder out, String key) {
        if (key.indexOf('\n') >= 0) {
            doubleQuoted(out, key);
        } else {
            append(out, key, 0);
        }
    }

    private static boolean meansOther(String text) {
        return WORDS.contains(text)
                || NUMBER.matcher(text).matches()
                || BASE_60.matcher(text).matches()
                || DATE.matcher(text).matches();
    }

    private static boolean plainAllowed(String text) {
        char first = text.charAt(0);
        char last = text.charAt(text.length() - 1);
        if (first == ' ' || last == ' ' || ",[]{}#&*!|>'\"%@`".indexOf(first) >= 0 || !quotable(text)) {
            return false;
        }
        if ("-?:".indexOf(first) >= 0 && (text.length() == 1 || text.charAt(1) == ' ' || text.charAt(1) == '\t')) {
            return false;
        }
        return !text.startsWith("---")
                && !text.startsWith("...")
                && !text.contains(": ")
                && !text.endsWith(":")
                && !text.contains(" #")
                && text.indexOf('\t') < 0;
    }

    /** Whether every character may stand as it is. */
    private static boolean quotable(String text) {
        return text.codePoints().allMatch(YamlText::printable) && text.indexOf('\t') < 0;
    }

    private static boolean printable(int c) {
        return (c >= 0x20 && c <= 0x7E)
                || (c >= 0xA0 && c <= 0xD7FF && c != 0x2028 && c != 0x2029)
                || (c >= 0xE000 && c <= 0xFFFD && c != 0xFEFF)
                || c >= 0x10000;
    }

    private static boolean blockAllowed(String text) {
        boolean printable = text.codePoints().allMatch(c -> c == '\n' || c == '\t' || printable(c));
        boolean spaceBeforeBreak = text.contains(" \n") || text.endsWith(" ");
        return printable && !spaceBeforeBreak;
    }

    private static void block(StringBuilder out, String text, int indent) {
        out.append('|');
        if (text.charAt(0) == ' ' || text.charAt(0) == '\n') {
            out.append(2);
        }
        if (!text.endsWith("\n")) {
            out.append('-');
        } else if (text.endsWith("\n\n") || text.equals("\n")) {
            out.append('+');
        }
        String[] lines = text.split("\n", -1);
        int end = text.endsWith("\n") ? lines.length - 1 : lines.length;
        for (int i = 0; i < end; i++) {
            out.append('\n');
            if (!lines[i].isEmpty()) {
                out.repeat(' ', indent).append(lines[i]);
            }
        }
    }

    private static void doubleQuoted(StringBuilder out, String text) {
        out.append('"');
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case 0 -> out.append("\\0");
                case 7 -> out.append("\\a");
                case '\b' -> out.append("\\b");
                case 0x0B -> out.append("\\v");
                case '\f' -> out.append("\\f");
                case 0x1B -> out.append("\\e");
                case 0x85 -> out.append("\\N");
                case 0xA0 -> out.append("\\_");
                case 0x2028 -> out.append("\\L");
                case 0x2029 -> out.append("\\P");
                default -> {
                    if (printable(c)) {
                        out.appendCodePoint(c);
                    } else {
                        out.append(c < 0x100 ? "\\x%02X".formatted(c) : "\\u%04X".formatted(c));
                    }
                }
            }
        });
        out.append('"');
    }
}
