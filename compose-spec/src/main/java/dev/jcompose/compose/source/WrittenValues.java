package dev.jcompose.compose.source;

import dev.jcompose.compose.node.Position;
import org.jspecify.annotations.Nullable;

/**
 * A quick look at how many values a long text writes, before a parser makes objects of them: {@link Bounds} is exact,
 * but at its pace millions take seconds. What is counted here is surely there; what this look does not follow, such as
 * compact collections and complex keys, is not counted and left to {@link Bounds}.
 */
final class WrittenValues {
    private static final char END = '\0';

    private final String file;
    private final String text;
    private final long room;

    /** The first value that there is no room for. */
    private @Nullable Position beyond;

    private long count;
    private int at;
    private int line;
    private int lineStart;

    /** How many flow collections are open. */
    private int depth;

    /** Whether what comes next is a value or a key of its own, rather than more of the one before. */
    private boolean fresh = true;

    /** Spaces before the last line with a key or a dash; what goes on with its value has more. */
    private int indent = -1;

    private WrittenValues(String file, String text, long room) {
        this.file = file;
        this.text = text;
        this.room = room;
    }

    /**
     * How many values the text writes, at least.
     *
     * @param room how many values there is memory for
     * @throws UnreadableException at the first value above {@link Room#values}, or else above {@code room}
     */
    static long count(String file, String text, long room) {
        WrittenValues values = new WrittenValues(file, text, room);
        values.beginLine(0);
        while (values.at < text.length()) {
            values.next();
        }
        if (values.beyond != null) {
            throw Bounds.tooMany(room, "for which there is no memory", values.beyond);
        }
        return values.count;
    }

    private void next() {
        char c = text.charAt(at);
        switch (c) {
            case '\n' -> beginLine(at + 1);
            case ' ', '\t', '\r' -> at++;
            case ',' -> separator();
            case ':' -> colon();
            case '[', '{' -> open();
            case ']', '}' -> close();
            case '"', '\'' -> quote(c);
            case '|', '>' -> blockScalar();
            case '&', '!' -> property();
            case '#' -> comment();
            default -> content();
        }
    }

    private void beginLine(int start) {
        at = start;
        lineStart = start;
        line++;
        if (depth > 0) {
            return;
        }
        while (charAt(at) == ' ') {
            at++;
        }
        int spaces = at - lineStart;
        if (isEnd(at) || charAt(at) == '#') {
            return;
        }
        fresh |= spaces <= indent;
        while (fresh && charAt(at) == '-' && (charAt(at + 1) == ' ' || isEnd(at + 1))) {
            indent = spaces;
            at++;
            while (charAt(at) == ' ') {
                at++;
            }
        }
    }

    private void value() {
        count++;
        if (count > Room.USUAL.values()) {
            throw Bounds.tooMany(Room.USUAL.values(), "aliases followed", position());
        }
        if (count > room && beyond == null) {
            beyond = position();
        }
    }

    private Position position() {
        return new Position(file, line, text.codePointCount(lineStart, at) + 1);
    }

    private void content() {
        if (fresh) {
            value();
            fresh = false;
        }
        at++;
    }

    private void separator() {
        if (depth == 0) {
            content();
            return;
        }
        fresh = true;
        at++;
    }

    private void colon() {
        boolean ends = charAt(at + 1) == ' ' || isEnd(at + 1) || (depth > 0 && at > 0 && text.charAt(at - 1) == '"');
        if (fresh || !ends) {
            content();
            return;
        }
        fresh = true;
        if (depth == 0) {
            indent = spacesOfLine();
        }
        at++;
    }

    private void open() {
        if (fresh) {
            value();
            depth++;
        }
        at++;
    }

    private void close() {
        depth = Math.max(0, depth - 1);
        fresh = false;
        at++;
    }

    private void quote(char quote) {
        boolean opens = fresh;
        content();
        while (opens && at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\n') {
                line++;
                lineStart = at;
            } else if (c == '\\' && quote == '"') {
                at++;
            } else if (c == quote) {
                if (quote == '"' || charAt(at) != quote) {
                    return;
                }
                at++;
            }
        }
    }

    /** Passes the lines of a block scalar, which are indented more than the key or dash before it. */
    private void blockScalar() {
        boolean opens = fresh && depth == 0;
        content();
        if (!opens) {
            return;
        }
        toEndOfLine();
        while (at < text.length()) {
            int start = at + 1;
            int first = start;
            while (charAt(first) == ' ') {
                first++;
            }
            if (first - start <= indent && !isEnd(first)) {
                return;
            }
            line++;
            lineStart = start;
            at = first;
            toEndOfLine();
        }
    }

    /** An anchor or a tag is no value. */
    private void property() {
        if (!fresh) {
            at++;
            return;
        }
        while (charAt(at) != ' ' && !isEnd(at)) {
            at++;
        }
    }

    private void comment() {
        if (at == lineStart || Character.isWhitespace(text.charAt(at - 1))) {
            toEndOfLine();
        } else {
            content();
        }
    }

    private void toEndOfLine() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
    }

    private int spacesOfLine() {
        int first = lineStart;
        while (charAt(first) == ' ') {
            first++;
        }
        return first - lineStart;
    }

    private char charAt(int index) {
        return index < text.length() ? text.charAt(index) : END;
    }

    private boolean isEnd(int index) {
        char c = charAt(index);
        return c == '\n' || c == '\r' || c == END;
    }
}
