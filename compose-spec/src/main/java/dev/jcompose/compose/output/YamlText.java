package dev.jcompose.compose.output;

import dev.jcompose.compose.source.PlainScalars;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How Compose writes a string in YAML: plain where it stays a string, as a block where it has several lines, in single
 * quotes where another parser might read something else, in double quotes where it must be.
 */
final class YamlText {
    private static final Pattern BASE_60 = Pattern.compile("[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?");

    /** What YAML 1.1 took for booleans. */
    private static final Set<String> OLD_WORDS = Set.of(
            "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "n", "N", "no", "No", "NO", "off", "Off", "OFF", "<<");

    private static final int LONGEST_SIMPLE_KEY = 128;

    /** Behind this column a space becomes the end of its line. */
    private static final int WIDTH = 80;

    /** The indent of text that must stay in its line. */
    private static final int NEVER = -1;

    private enum Line {
        STARTS,
        GOES_ON
    }

    private enum Style {
        PLAIN,
        SINGLE,
        DOUBLE,
        LITERAL
    }

    private YamlText() {}

    /** Appends a key that {@link #isSimpleKey is simple}, in one line. */
    static void appendKey(StringBuilder out, String key) {
        append(out, key, NEVER);
    }

    /** Appends the string; {@code indent} is where further lines begin. */
    static void append(StringBuilder out, String text, int indent) {
        switch (style(text)) {
            case PLAIN -> lines(out, text, indent, Line.GOES_ON);
            case SINGLE -> singleQuoted(out, text, indent);
            case DOUBLE -> doubleQuoted(out, text, indent);
            case LITERAL -> literal(out, text, indent);
        }
    }

    /** Whether the string can be a key that its value follows on the same line. */
    static boolean isSimpleKey(String key) {
        return !new TextShape(key).lineBreaks() && utf8Length(key) <= LONGEST_SIMPLE_KEY;
    }

    private static Style style(String text) {
        TextShape shape = new TextShape(text);
        Style style;
        if (text.indexOf('\n') >= 0) {
            style = utf8Length(text) > 1 && !TextShape.isBlank(text) ? Style.LITERAL : Style.DOUBLE;
        } else if (OLD_WORDS.contains(text) || BASE_60.matcher(text).matches()) {
            style = Style.SINGLE;
        } else {
            style = PlainScalars.resolve(text) instanceof String ? Style.PLAIN : Style.DOUBLE;
        }
        if (style == Style.PLAIN && !shape.plainAllowed()) {
            style = Style.SINGLE;
        }
        boolean refused = (style == Style.SINGLE && !shape.singleAllowed())
                || (style == Style.LITERAL && !shape.literalAllowed());
        return refused ? Style.DOUBLE : style;
    }

    private static int utf8Length(String text) {
        return text.codePoints()
                .map(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4)
                .sum();
    }

    private static void singleQuoted(StringBuilder out, String text, int indent) {
        out.append('\'');
        lines(out, text.replace("'", "''"), indent, Line.GOES_ON);
        out.append('\'');
    }

    private static void literal(StringBuilder out, String text, int indent) {
        out.append('|');
        if (text.charAt(0) == ' ') {
            out.append(2);
        }
        int end = text.length();
        if (!TextShape.isBreak(text.charAt(end - 1))) {
            out.append('-');
        } else if (end == 1 || TextShape.isBreak(text.charAt(end - 2))) {
            out.append('+');
        }
        out.append('\n');
        // The break that ends the last line is the writer's to make.
        lines(out, text.endsWith("\n") ? text.substring(0, end - 1) : text, indent, Line.STARTS);
    }

    /** The text with every line that is not empty indented, and, unless it is a block, its long lines folded. */
    private static void lines(StringBuilder out, String text, int indent, Line at) {
        boolean start = at == Line.STARTS;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (at == Line.GOES_ON && folds(out, text, i, indent) && text.charAt(i + 1) != ' ') {
                out.append('\n').repeat(' ', indent);
                continue;
            }
            boolean isBreak = TextShape.isBreak(c);
            if (start && !isBreak) {
                out.repeat(' ', Math.max(0, indent));
            }
            out.append(c);
            start = isBreak;
        }
    }

    /** Whether the character is the first space of some, inside of the text and far to the right. */
    private static boolean folds(StringBuilder out, String text, int at, int indent) {
        return text.charAt(at) == ' '
                && indent != NEVER
                && at > 0
                && at < text.length() - 1
                && text.charAt(at - 1) != ' '
                && out.codePointCount(out.lastIndexOf("\n") + 1, out.length()) > WIDTH;
    }

    private static void doubleQuoted(StringBuilder out, String text, int indent) {
        // After a byte order mark Compose escapes every character.
        boolean all = text.startsWith("\uFEFF");
        out.append('"');
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (all || !TextShape.isPrintable(c) || TextShape.isBreak(c) || c == '"' || c == '\\') {
                escape(out, c);
            } else if (folds(out, text, i, indent)) {
                out.append('\n').repeat(' ', indent).append(text.charAt(i + 1) == ' ' ? "\\" : "");
            } else {
                out.appendCodePoint(c);
            }
            i += Character.charCount(c);
        }
        out.append('"');
    }

    private static void escape(StringBuilder out, int c) {
        out.append('\\');
        switch (c) {
            case 0 -> out.append('0');
            case 7 -> out.append('a');
            case '\b' -> out.append('b');
            case '\t' -> out.append('t');
            case '\n' -> out.append('n');
            case 0x0B -> out.append('v');
            case '\f' -> out.append('f');
            case '\r' -> out.append('r');
            case 0x1B -> out.append('e');
            case '"', '\\' -> out.append((char) c);
            case 0x85 -> out.append('N');
            case 0xA0 -> out.append('_');
            case 0x2028 -> out.append('L');
            case 0x2029 -> out.append('P');
            default -> out.append((c <= 0xFF ? "x%02X" : c <= 0xFFFF ? "u%04X" : "U%08X").formatted(c));
        }
    }
}
