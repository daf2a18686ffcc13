package dev.jcompose.compose.node;

/**
 * A value of a stack file with the story of where it came from. Immutable, so aliases share it. Of one that is as a file has it, as
 * most are, the place is no object of its own.
 */
public abstract sealed class Node permits Mapping, Sequence, Scalar {
    /** The origin, or the name of the file in which the value stands at the line and column. */
    private final Object origin;

    private final int line;
    private final int column;

    Node(Origin origin) {
        this.origin = origin instanceof Position ? origin.file() : origin;
        this.line = origin.line();
        this.column = origin.column();
    }

    public final Origin origin() {
        return origin instanceof Origin story ? story : position();
    }

    public final Position position() {
        return new Position(origin instanceof Origin story ? story.file() : (String) origin, line, column);
    }

    /** Whether both have the same story. */
    final boolean isFromWhere(Node other) {
        return line == other.line && column == other.column && origin.equals(other.origin);
    }

    public abstract Node withOrigin(Origin other);

    /** The value as one line where text is wanted, as Compose tells it: {@code [a b]}, {@code map[a:1 b:2]}. */
    public abstract String text();

    public final boolean isNull() {
        return this instanceof Scalar scalar && scalar.value() == null;
    }
}
