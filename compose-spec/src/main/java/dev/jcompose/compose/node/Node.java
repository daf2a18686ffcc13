package dev.jcompose.compose.node;

/** A value of a stack file with the story of where it came from. Immutable, so aliases share it. */
public sealed interface Node permits Mapping, Sequence, Scalar {
    Origin origin();

    Node withOrigin(Origin origin);

    default Position position() {
        return origin().position();
    }

    default boolean isNull() {
        return this instanceof Scalar scalar && scalar.value() == null;
    }
}
