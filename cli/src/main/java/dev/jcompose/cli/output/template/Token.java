package dev.jcompose.cli.output.template;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A word of an action.
 *
 * @param text as written; of a field or variable its name without {@code .} or {@code $}
 * @param value of a literal
 * @param joined whether no blank stands before it, so that a field belongs to what does
 */
record Token(Kind kind, String text, @Nullable Object value, int offset, boolean joined) {
    enum Kind {
        FIELD,
        VARIABLE,
        WORD,
        LITERAL,
        SIGN,
        END
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equals(word);
    }

    /** The tokens of an action, the last of kind END. */
    static List<Token> of(Piece action) {
        List<Token> tokens = new ArrayList<>();
        String code = action.text();
        int at = 0;
        while (true) {
            int start = at;
            while (at < code.length() && Character.isWhitespace(code.charAt(at))) {
                at++;
            }
            boolean joined = at == start && at > 0;
            if (at == code.length()) {
                tokens.add(new Token(Kind.END, "}}", null, action.offset() + at, joined));
                return tokens;
            }
            int end = end(code, at, action.offset());
            tokens.add(token(code.substring(at, end), action.offset() + at, joined));
            at = end;
        }
    }

    private static Token token(String text, int offset, boolean joined) {
        char first = text.charAt(0);
        if (first == '"' || first == '`' || first == '\'') {
            return new Token(Kind.LITERAL, text, Literals.quoted(text, offset), offset, joined);
        }
        if (Character.isDigit(first) || (text.length() > 1 && (first == '-' || first == '+'))) {
            return new Token(Kind.LITERAL, text, Literals.number(text, offset), offset, joined);
        }
        if (first == '.' && text.length() > 1) {
            return new Token(Kind.FIELD, text.substring(1), null, offset, joined);
        }
        if (first == '$') {
            return new Token(Kind.VARIABLE, text.substring(1), null, offset, joined);
        }
        return isName(first)
                ? new Token(Kind.WORD, text, null, offset, joined)
                : new Token(Kind.SIGN, text, null, offset, joined);
    }

    private static int end(String code, int at, int offset) {
        char c = code.charAt(at);
        if (c == '"' || c == '`' || c == '\'') {
            int end = at + 1;
            while (code.charAt(end) != c) {
                end += code.charAt(end) == '\\' && c != '`' ? 2 : 1;
            }
            return end + 1;
        }
        if (Character.isDigit(c) || ((c == '-' || c == '+') && at + 1 < code.length())) {
            int end = at + 1;
            while (end < code.length() && (isName(code.charAt(end)) || code.charAt(end) == '.')) {
                end++;
            }
            return end;
        }
        if (c == '.' || c == '$' || isName(c)) {
            int end = at + 1;
            while (end < code.length() && isName(code.charAt(end))) {
                end++;
            }
            return end;
        }
        if (code.startsWith(":=", at)) {
            return at + 2;
        }
        if ("|(),=".indexOf(c) >= 0) {
            return at + 1;
        }
        throw new Fault(offset + at, "\"" + c + "\" has no meaning here");
    }

    private static boolean isName(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
