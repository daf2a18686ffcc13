package dev.jcompose.cli.output.template;

import java.io.Serial;

/** What is wrong with a template, at a place in its text. */
final class Fault extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final int offset;

    /** Somewhere in the part that is being evaluated; whoever knows the place adds it. */
    Fault(String message) {
        this(-1, message);
    }

    Fault(int offset, String message) {
        super(message);
        this.offset = offset;
    }

    Fault at(int place) {
        return offset >= 0 ? this : new Fault(place, String.valueOf(getMessage()));
    }

    /** {@code line 1, column 7: there is no function nope}. */
    String in(String template) {
        String before = template.substring(0, Math.min(Math.max(offset, 0), template.length()));
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.length() - before.lastIndexOf('\n');
        return "line " + line + ", column " + column + ": " + getMessage();
    }
}
