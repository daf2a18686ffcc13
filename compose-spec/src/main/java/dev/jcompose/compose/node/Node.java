package dev.jcompose.compose.node;

/** A value of a stack file with the story of where it came from. Immutable, so aliases share it. */
public sealed interface Node permits Mapping, Sequence, Scalar {
    Origin origin();

    Node withOrigin(Origin origin);

    default Position position() {
        return origin().position();
    }

    /** The value as one line where text is wanted, as Compose tells it: {@code [a b]}, {@code map[a:1 b:2]}. */
    String text();

    default boolean isNull() {
        return this instanceof Scalar scalar && scalar.value() == null;
    }
}
