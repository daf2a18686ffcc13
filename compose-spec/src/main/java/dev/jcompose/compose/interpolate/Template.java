package dev.jcompose.compose.interpolate;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Text with variables: {@code $NAME}, {@code ${NAME}}, {@code $$} for a dollar, and in braces the operators
 * {@code :-} {@code -} (default), {@code :+} {@code +} (alternative) and {@code :?} {@code ?} (required), whose right
 * sides are templates themselves. A dollar before anything else stands for itself.
 */
public final class Template {
    /** A braced default runs to the last closing brace of its line; {@link #closingBrace} then finds its own. */
    static final Pattern VARIABLE = Pattern.compile(
            "\\$(?:(?<escaped>\\$)|(?<named>[_a-zA-Z][_a-zA-Z0-9]*)"
                    + "|\\{(?:(?<braced>[_a-zA-Z][_a-zA-Z0-9]*(?::?[-+?](?:.*))?)}|(?<invalid>)))",
            Pattern.UNIX_LINES);

    // By number, as a matcher that is asked by name copies the map of all names first.
    private static final int ESCAPED = group("escaped");
    private static final int NAMED = group("named");
    private static final int BRACED = group("braced");

    private static int group(String name) {
        return Objects.requireNonNull(VARIABLE.namedGroups().get(name), name);
    }

    private final Variables variables;
    private final Consumer<String> unset;

    /**
     * Replaces variables by their values.
     *
     * @param unset told the name of every variable that is not set and has no default
     */
    public Template(Variables variables, Consumer<String> unset) {
        this.variables = variables;
        this.unset = unset;
    }

    /**
     * The text with its variables replaced; the same instance where there are none.
     *
     * @throws TemplateException where the template is malformed or a required variable is missing
     */
    public String substitute(String text) throws TemplateException {
        if (text.indexOf('$') < 0) {
            return text;
        }
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder result = new StringBuilder();
        int end = 0;
        TemplateException first = null;
        while (matcher.find()) {
            result.append(text, end, matcher.start());
            end = matcher.end();
            try {
                result.append(replacement(matcher, text));
            } catch (TemplateException e) {
                first = first == null ? e.at(matcher.start()) : first;
            }
        }
        if (first != null) {
            throw first;
        }
        return result.append(text, end, text.length()).toString();
    }

    private String replacement(Matcher matcher, String text) throws TemplateException {
        if (matcher.group(ESCAPED) != null) {
            return "$";
        }
        String named = matcher.group(NAMED);
        if (named != null) {
            return plain(named);
        }
        String whole = matcher.group();
        int close = closingBrace(whole);
        if (close < 0) {
            close = whole.length() - 1;
        }
        if (matcher.group(BRACED) == null) {
            throw TemplateException.malformed(text);
        }
        Expression expression = Expression.of(whole.substring(2, close));
        String rest = whole.substring(close + 1);
        return value(expression) + substitute(rest);
    }

    private String plain(String name) {
        String value = variables.get(name);
        if (value == null) {
            unset.accept(name);
            return "";
        }
        return value;
    }

    private String value(Expression expression) throws TemplateException {
        String name = expression.name();
        if (expression.operator().isEmpty()) {
            return plain(name);
        }
        @Nullable String value = variables.get(name);
        return switch (expression.operator()) {
            case ":-" -> value == null || value.isEmpty() ? substitute(expression.operand()) : value;
            case "-" -> value == null ? substitute(expression.operand()) : value;
            case ":+" -> value == null || value.isEmpty() ? "" : substitute(expression.operand());
            case "+" -> value == null ? "" : substitute(expression.operand());
            case ":?" -> required(expression, value, value == null || value.isEmpty());
            default -> required(expression, value, value == null);
        };
    }

    private String required(Expression expression, @Nullable String value, boolean missing) throws TemplateException {
        if (missing || value == null) {
            throw TemplateException.required(expression.name(), substitute(expression.operand()));
        }
        return value;
    }

    /** The brace that closes the first one of the text, or -1. */
    static int closingBrace(String text) {
        int open = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '}' && --open == 0) {
                return i;
            }
            if (text.charAt(i) == '{') {
                open++;
                i++;
            }
        }
        return -1;
    }
}
