package dev.jcompose.cli.output.template;

/** Constants as Go writes them. */
final class Literals {
    private Literals() {}

    /** A text in quotes or backquotes, or the number of a character. */
    static Object quoted(String word, int offset) {
        String inner = word.substring(1, word.length() - 1);
        if (word.charAt(0) == '`') {
            return inner;
        }
        String text = unescaped(inner, offset);
        if (word.charAt(0) == '"') {
            return text;
        }
        if (text.codePointCount(0, text.length()) != 1) {
            throw new Fault(offset, word + " is no single character; texts stand in \"double quotes\"");
        }
        return (long) text.codePointAt(0);
    }

    private static String unescaped(String inner, int offset) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char escape = inner.charAt(++i);
            int digits = switch (escape) {
                case 'x' -> 2;
                case 'u' -> 4;
                case 'U' -> 8;
                default -> 0;
            };
            if (digits > 0) {
                text.appendCodePoint(hex(inner, i + 1, digits, offset));
                i += digits;
            } else {
                text.append(escaped(escape, offset));
            }
        }
        return text.toString();
    }

    private static char escaped(char escape, int offset) {
        return switch (escape) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'a' -> '\u0007';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'v' -> '\u000b';
            case '\\', '"', '\'' -> escape;
            default -> throw new Fault(offset, "there is no escape \\" + escape);
        };
    }

    private static int hex(String inner, int from, int digits, int offset) {
        try {
            int point = Integer.parseInt(inner.substring(from, from + digits), 16);
            if (Character.isValidCodePoint(point)) {
                return point;
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            // Said below.
        }
        throw new Fault(offset, "an escape needs " + digits + " hexadecimal digits");
    }

    static Object number(String word, int offset) {
        String digits = word.replace("_", "");
        try {
            if (digits.matches("[+-]?0[bB].*")) {
                return Long.parseLong(digits.replaceFirst("0[bB]", ""), 2);
            }
            if (digits.matches("[+-]?0[oO]?[0-7]+")) {
                return Long.parseLong(digits.replaceFirst("0[oO]?", ""), 8);
            }
            return digits.matches("[+-]?\\d*\\.\\d*|[+-]?[\\d.]+[eE].*")
                    ? (Object) Double.parseDouble(digits)
                    : Long.decode(digits);
        } catch (NumberFormatException e) {
            throw new Fault(offset, word + " is no number");
        }
    }
}
