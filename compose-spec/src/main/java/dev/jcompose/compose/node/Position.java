package dev.jcompose.compose.node;

import org.jspecify.annotations.Nullable;

/** A place in a file, and so the origin of what is read there: line and column count from 1, columns in code points. */
public record Position(String file, int line, int column) implements Origin, Comparable<Position> {
    /** Of values that no file holds: defaults, flags, the environment. */
    public static final Position NOWHERE = new Position("", 0, 0);

    @Override
    public Step step() {
        return Step.FILE;
    }

    @Override
    public Position position() {
        return this;
    }

    @Override
    public @Nullable String detail() {
        return null;
    }

    @Override
    public @Nullable Origin before() {
        return null;
    }

    @Override
    public int compareTo(Position other) {
        int byFile = file.compareTo(other.file);
        if (byFile != 0) {
            return byFile;
        }
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }

    /** {@code file:line:column}, or the file alone where there is no line. */
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
