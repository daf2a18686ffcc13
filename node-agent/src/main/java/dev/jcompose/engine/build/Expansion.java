package dev.jcompose.engine.build;

import dev.jcompose.api.build.Glob;
import dev.jcompose.api.error.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The words of an instruction with variables replaced and quotes taken off, as Docker's builder does it: {@code $V},
 * {@code ${V}} and {@code ${V…}} with {@code :- - :+ + :? ? # ## % %% / //}; nothing inside single quotes. One use each.
 */
final class Expansion {
    private final String text;
    private final char escape;
    private final Map<String, String> variables;
    private int at;

    private Expansion(String text, char escape, Map<String, String> variables) {
        this.text = text;
        this.escape = escape;
        this.variables = variables;
    }

    /** All of {@code text} as one word. */
    static String word(String text, char escape, Map<String, String> variables) {
        return new Expansion(text, escape, variables).run(null);
    }

    /** The words of {@code text}; an unquoted variable does not split into several. */
    static List<String> words(String text, char escape, Map<String, String> variables) {
        return split(text, escape).stream().map(w -> word(w, escape, variables)).toList();
    }

    /** A document: variables replaced, quotes kept. */
    static String document(String text, char escape, Map<String, String> variables) {
        var expansion = new Expansion(text, escape, variables);
        var out = new StringBuilder();
        while (expansion.at < text.length()) {
            char c = text.charAt(expansion.at);
            if (c == escape && expansion.at + 1 < text.length() && text.charAt(expansion.at + 1) == '$') {
                out.append('$');
                expansion.at += 2;
            } else if (c == '$') {
                out.append(expansion.variable());
            } else {
                out.append(c);
                expansion.at++;
            }
        }
        return out.toString();
    }

    /** Words with their quotes, split at blanks outside of quotes. */
    static List<String> split(String text, char escape) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                continue;
            }
            word.append(c);
            if (c == escape && quote != '\'' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
        }
        if (quote != 0) {
            throw EngineException.invalid("unexpected end of statement while looking for matching "
                    + (quote == '"' ? "double" : "single") + "-quote");
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    /** Up to {@code stop}, which is passed, or to the end. */
    private String run(@Nullable Character stop) {
        var out = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (stop != null && c == stop) {
                at++;
                return out.toString();
            }
            switch (c) {
                case '\'' -> single(out);
                case '"' -> doubled(out);
                case '$' -> out.append(variable());
                default -> {
                    at++;
                    if (c == escape && at < text.length()) {
                        out.append(text.charAt(at++));
                    } else if (c != escape) {
                        out.append(c);
                    }
                }
            }
        }
        if (stop != null) {
            throw EngineException.invalid("a variable of \"" + text + "\" lacks its closing brace");
        }
        return out.toString();
    }

    private void single(StringBuilder out) {
        int end = text.indexOf('\'', at + 1);
        if (end < 0) {
            throw EngineException.invalid("unexpected end of statement while looking for matching single-quote");
        }
        out.append(text, at + 1, end);
        at = end + 1;
    }

    private void doubled(StringBuilder out) {
        at++;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return;
            }
            if (c == '$') {
                out.append(variable());
            } else if (c == escape && at + 1 < text.length() && isSpecial(text.charAt(at + 1))) {
                out.append(text.charAt(at + 1));
                at += 2;
            } else {
                out.append(c);
                at++;
            }
        }
        throw EngineException.invalid("unexpected end of statement while looking for matching double-quote");
    }

    private boolean isSpecial(char c) {
        return c == '"' || c == '$' || c == escape;
    }

    private String variable() {
        at++;
        if (at < text.length() && text.charAt(at) == '{') {
            at++;
            return braced();
        }
        String name = name();
        if (name.isEmpty()) {
            return "$";
        }
        return variables.getOrDefault(name, "");
    }

    private String name() {
        int from = at;
        while (at < text.length() && isName(text.charAt(at), at == from)) {
            at++;
        }
        if (at == from && at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    private static boolean isName(char c, boolean first) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (!first && c >= '0' && c <= '9');
    }

    private String braced() {
        String name = name();
        if (name.isEmpty() || at >= text.length()) {
            throw EngineException.invalid("unsupported variable in \"" + text + "\"");
        }
        boolean orEmpty = text.charAt(at) == ':';
        if (orEmpty) {
            at++;
        }
        char operator = at < text.length() ? text.charAt(at++) : 0;
        String value = variables.get(name);
        if (operator == '}' && !orEmpty) {
            return value == null ? "" : value;
        }
        boolean isSet = value != null && !(orEmpty && value.isEmpty());
        if ("#%/".indexOf(operator) >= 0 && !orEmpty) {
            return pattern(operator, value == null ? "" : value);
        }
        String word = run('}');
        return switch (operator) {
            case '-' -> isSet && value != null ? value : word;
            case '+' -> isSet ? word : "";
            case '?' -> {
                if (!isSet || value == null) {
                    throw EngineException.invalid(name + ": " + (word.isEmpty() ? "parameter not set" : word));
                }
                yield value;
            }
            default -> throw EngineException.invalid("unsupported modifier (" + operator + ") in substitution");
        };
    }

    private String pattern(char operator, String value) {
        boolean twice = at < text.length() && text.charAt(at) == operator;
        if (twice) {
            at++;
        }
        if (operator == '/') {
            Pattern glob = Pattern.compile(Glob.regex(run('/')), Pattern.DOTALL);
            String replacement = Matcher.quoteReplacement(run('}'));
            return twice
                    ? glob.matcher(value).replaceAll(replacement)
                    : glob.matcher(value).replaceFirst(replacement);
        }
        Pattern glob = Pattern.compile(Glob.regex(run('}')), Pattern.DOTALL);
        return operator == '#' ? withoutPrefix(value, glob, twice) : withoutSuffix(value, glob, twice);
    }

    private static String withoutPrefix(String value, Pattern glob, boolean longest) {
        for (int i = 0; i <= value.length(); i++) {
            int end = longest ? value.length() - i : i;
            if (glob.matcher(value.substring(0, end)).matches()) {
                return value.substring(end);
            }
        }
        return value;
    }

    private static String withoutSuffix(String value, Pattern glob, boolean longest) {
        for (int i = 0; i <= value.length(); i++) {
            int begin = longest ? i : value.length() - i;
            if (glob.matcher(value.substring(begin)).matches()) {
                return value.substring(0, begin);
            }
        }
        return value;
    }
}
