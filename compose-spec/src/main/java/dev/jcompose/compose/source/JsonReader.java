package dev.jcompose.compose.source;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Origin;
import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON text to nodes, for what programs wrote: the schema, and projects that were resolved before. */
public final class JsonReader {
    private static final int MAX_DEPTH = 400;

    private final String file;
    private final String text;
    private int at;
    private int line = 1;
    private int lineStart;
    private int depth;

    private JsonReader(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * Reads the text whole.
     *
     * @throws IllegalArgumentException where the text is no JSON, with the position
     */
    public static Node read(String file, String text) {
        JsonReader reader = new JsonReader(file, text);
        reader.space();
        Node node = reader.value();
        reader.space();
        if (reader.at != text.length()) {
            throw reader.unexpected();
        }
        return node;
    }

    private Node value() {
        Origin origin = position();
        return switch (peek()) {
            case '{' -> object(origin);
            case '[' -> array(origin);
            case '"' -> new Scalar(string(), origin);
            default -> new Scalar(literal(), origin);
        };
    }

    private Mapping object(Origin origin) {
        Mapping.Builder entries = Mapping.builder(origin);
        open();
        if (!closes('}')) {
            do {
                space();
                Position position = position();
                if (peek() != '"') {
                    throw unexpected();
                }
                String key = string();
                space();
                expect(':');
                space();
                entries.put(key, position, value());
                space();
            } while (goesOn('}'));
        }
        depth--;
        return entries.build();
    }

    private Sequence array(Origin origin) {
        List<Node> items = new ArrayList<>();
        open();
        if (!closes(']')) {
            do {
                space();
                items.add(value());
                space();
            } while (goesOn(']'));
        }
        depth--;
        return new Sequence(items, origin);
    }

    private void open() {
        at++;
        if (++depth > MAX_DEPTH) {
            throw new IllegalArgumentException(position() + ": nested deeper than " + MAX_DEPTH);
        }
        space();
    }

    private boolean closes(char end) {
        if (peek() != end) {
            return false;
        }
        at++;
        return true;
    }

    private boolean goesOn(char end) {
        if (closes(end)) {
            return false;
        }
        expect(',');
        return true;
    }

    private String string() {
        int start = ++at;
        int end = start;
        while (end < text.length() && text.charAt(end) != '"' && text.charAt(end) != '\\') {
            end++;
        }
        if (end < text.length() && text.charAt(end) == '"') {
            at = end + 1;
            return text.substring(start, end);
        }
        StringBuilder value = new StringBuilder();
        while (true) {
            char c = next();
            if (c == '"') {
                return value.toString();
            }
            value.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '"', '\\', '/' -> c;
            case 'u' -> {
                if (at + 4 > text.length()) {
                    throw unexpected();
                }
                at += 4;
                yield (char) Integer.parseInt(text, at - 4, at, 16);
            }
            default -> throw unexpected();
        };
    }

    private @Nullable Object literal() {
        int start = at;
        while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            default -> number(word, start);
        };
    }

    private Object number(String word, int start) {
        Object integer = PlainScalars.integer(word);
        if (integer != null) {
            return integer;
        }
        try {
            return Double.valueOf(word);
        } catch (NumberFormatException e) {
            at = start;
            throw unexpected();
        }
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            if (text.charAt(at++) == '\n') {
                line++;
                lineStart = at;
            }
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw unexpected();
        }
        return text.charAt(at);
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private void expect(char c) {
        if (peek() != c) {
            throw unexpected();
        }
        at++;
    }

    private IllegalArgumentException unexpected() {
        String what = at < text.length() ? "unexpected '" + text.charAt(at) + "'" : "unexpected end";
        return new IllegalArgumentException(position() + ": " + what);
    }

    private Position position() {
        return new Position(file, line, at - lineStart + 1);
    }
}
