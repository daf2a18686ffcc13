package dev.jcompose.cli.output.template;

import java.util.ArrayList;
import java.util.List;

/**
 * Plain text, or what stands between <code>{{</code> and <code>}}</code>. Comments are gone and {@code -} has trimmed its
 * neighbours.
 *
 * @param offset where it begins in the template
 */
record Piece(String text, int offset, boolean action) {
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    static List<Piece> of(String template) {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        boolean trim = false;
        while (at < template.length()) {
            int open = template.indexOf(OPEN, at);
            String text = template.substring(at, open < 0 ? template.length() : open);
            text = trim ? text.stripLeading() : text;
            trim = false;
            int start = open + OPEN.length();
            boolean trimsBefore = open >= 0
                    && template.startsWith("-", start)
                    && start + 1 < template.length()
                    && Character.isWhitespace(template.charAt(start + 1));
            text = trimsBefore ? text.stripTrailing() : text;
            if (!text.isEmpty()) {
                pieces.add(new Piece(text, at, false));
            }
            if (open < 0) {
                break;
            }
            start += trimsBefore ? 1 : 0;
            int close = close(template, start, open);
            String code = template.substring(start, close);
            if (code.endsWith("-") && (code.length() == 1 || Character.isWhitespace(code.charAt(code.length() - 2)))) {
                code = code.substring(0, code.length() - 1);
                trim = true;
            }
            if (!code.strip().startsWith("/*")) {
                pieces.add(new Piece(code, start, true));
            }
            at = close + CLOSE.length();
        }
        return pieces;
    }

    /** Where the closing braces stand, past strings and comments that hold some themselves. */
    private static int close(String template, int start, int open) {
        int at = start;
        while (at < template.length() && Character.isWhitespace(template.charAt(at))) {
            at++;
        }
        if (template.startsWith("/*", at)) {
            int end = template.indexOf("*/", at);
            if (end < 0) {
                throw new Fault(open, "the comment is not closed by */}}");
            }
            at = end;
        }
        char quote = 0;
        for (; at < template.length(); at++) {
            char c = template.charAt(at);
            if (quote != 0) {
                if (c == '\\' && quote != '`') {
                    at++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '"' || c == '`' || c == '\'') {
                quote = c;
            } else if (template.startsWith(CLOSE, at)) {
                return at;
            }
        }
        throw new Fault(open, quote != 0 ? "a quote is not closed" : "{{ is not closed by }}");
    }
}
