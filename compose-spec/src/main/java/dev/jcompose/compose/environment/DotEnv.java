package dev.jcompose.compose.environment;

import dev.jcompose.compose.interpolate.Template;
import dev.jcompose.compose.interpolate.TemplateException;
import dev.jcompose.compose.interpolate.Variables;
import dev.jcompose.compose.node.Position;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The language of {@code .env} and {@code env_file}: {@code KEY=value}, also {@code export KEY=value} and
 * {@code KEY: value}; single quotes keep text, double quotes and bare values replace variables, quoted values may
 * span lines, {@code KEY} alone takes over a value that is known elsewhere.
 */
public final class DotEnv {
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:[abcfnrtv$\"\\\\]|0[0-9]{0,3})");
    private static final Pattern EXPORT = Pattern.compile("export[\\t\\n\\f\\r ]+");

    private final Variables known;
    private final Map<String, String> values;
    private final Template template;
    private final String file;
    private final String whole;
    private String rest;

    private DotEnv(String file, String text, Variables known, Map<String, String> values, Consumer<String> unset) {
        this.file = file;
        this.whole = text;
        this.rest = text;
        this.known = known;
        this.values = values;
        this.template = new Template(
                name -> {
                    String value = known.get(name);
                    return value == null ? values.get(name) : value;
                },
                unset);
    }

    /**
     * Adds what the text sets to {@code values}.
     *
     * @param known variables that win over the file's own where values refer to variables
     * @param unset told the names of variables that have no value
     */
    static void read(String file, String text, Variables known, Map<String, String> values, Consumer<String> unset)
            throws EnvironmentFileException {
        String start = text.startsWith("\uFEFF") ? text.substring(1) : text;
        new DotEnv(file, start, known, values, unset).statements();
    }

    private void statements() throws EnvironmentFileException {
        while (skipToStatement()) {
            Matcher export = EXPORT.matcher(rest);
            if (export.lookingAt()) {
                rest = trimStart(rest.substring("export".length()));
            }
            String statement = rest;
            int end = keyEnd();
            boolean inherited = end < rest.length() && rest.charAt(end) == '\n';
            String key = end < rest.length() ? trimEnd(rest.substring(0, end)) : "";
            rest = trimStart(end < rest.length() ? rest.substring(end + 1) : rest);
            if (key.indexOf(' ') >= 0) {
                throw new EnvironmentFileException(position(statement), "key cannot contain a space");
            }
            if (inherited) {
                String value = known.get(key);
                if (value != null) {
                    values.put(key, value);
                }
            } else {
                values.put(key, value());
            }
        }
    }

    /** Past blank lines and comments; false at the end. */
    private boolean skipToStatement() {
        int at = 0;
        while (at < rest.length()) {
            char c = rest.charAt(at);
            if (c == '#') {
                int newline = rest.indexOf('\n', at);
                at = newline < 0 ? rest.length() : newline;
            } else if (isSpace(c)) {
                at++;
            } else {
                rest = rest.substring(at);
                return true;
            }
        }
        return false;
    }

    private int keyEnd() throws EnvironmentFileException {
        for (int i = 0; i < rest.length(); ) {
            int c = rest.codePointAt(i);
            if (c == '=' || c == ':' || c == '\n') {
                return i;
            }
            if (!isBlank(c) && "_.-[]".indexOf(c) < 0 && !Character.isLetter(c) && !isNumber(c)) {
                throw new EnvironmentFileException(
                        position(rest.substring(i)),
                        "unexpected character \"%s\" in variable name \"%s\""
                                .formatted(
                                        Character.toString(c),
                                        rest.lines().findFirst().orElse("")));
            }
            i += Character.charCount(c);
        }
        return rest.length();
    }

    private String value() throws EnvironmentFileException {
        char quote = rest.isEmpty() ? 0 : rest.charAt(0);
        if (quote != '"' && quote != '\'') {
            return bare();
        }
        StringBuilder text = new StringBuilder();
        boolean escaped = false;
        String start = rest;
        for (int i = 1; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c == quote && !escaped) {
                rest = rest.substring(i + 1);
                return quote == '"' ? expand(unescape(text.toString()), start) : text.toString();
            }
            if (c == '\\' && !escaped) {
                escaped = true;
                continue;
            }
            if (escaped && c != quote) {
                text.append('\\');
            }
            escaped = false;
            text.append(c);
        }
        throw new EnvironmentFileException(
                position(start),
                "unterminated quoted value " + rest.lines().findFirst().orElse(""));
    }

    private String bare() throws EnvironmentFileException {
        int newline = rest.indexOf('\n');
        String text = newline < 0 ? rest : rest.substring(0, newline);
        String start = rest;
        rest = newline < 0 ? "" : rest.substring(newline + 1);
        int comment = text.indexOf(" #");
        String value = expand(trimEnd(comment < 0 ? text : text.substring(0, comment)), start);
        return value;
    }

    private String expand(String text, String start) throws EnvironmentFileException {
        try {
            return template.substitute(text);
        } catch (TemplateException e) {
            throw new EnvironmentFileException(position(start), e.getMessage());
        }
    }

    private static String unescape(String text) {
        return ESCAPE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(unescaped(match.group())));
    }

    private static String unescaped(String escape) {
        return switch (escape.charAt(1)) {
            case 'a' -> "\u0007";
            case 'b' -> "\b";
            case 'f' -> "\f";
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case 'v' -> "\u000B";
            case '$' -> "$$"; // the template language's own escape
            case '"' -> "\"";
            case '\\' -> "\\";
            case '0' -> octal(escape.substring(2));
            default -> escape;
        };
    }

    /** Three octal digits of a byte are a character; anything else stays as it is, less the zero. */
    private static String octal(String digits) {
        if (digits.matches("[0-3][0-7]{2}")) {
            return Character.toString(Integer.parseInt(digits, 8));
        }
        return "\\" + digits;
    }

    private static boolean isBlank(int c) {
        return c == '\t' || c == 0x0B || c == '\f' || c == '\r' || c == ' ' || c == 0x85 || c == 0xA0;
    }

    private static boolean isSpace(int c) {
        return c == '\n' || isBlank(c) || Character.isSpaceChar(c);
    }

    private static boolean isNumber(int c) {
        int type = Character.getType(c);
        return type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    private static String trimStart(String text) {
        int start = 0;
        while (start < text.length() && isBlank(text.charAt(start))) {
            start++;
        }
        return text.substring(start);
    }

    private static String trimEnd(String text) {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    /** Where the rest of the file begins. */
    private Position position(String left) {
        int offset = whole.length() - left.length();
        int lineStart = whole.lastIndexOf('\n', offset - 1) + 1;
        int line = 1
                + (int) whole.substring(0, offset)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        return new Position(file, line, whole.codePointCount(lineStart, offset) + 1);
    }
}
