package dev.jcompose.compose.environment;

import dev.jcompose.compose.node.Position;

/** A file of variables that cannot be read as one. */
public final class EnvironmentFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Position position;

    EnvironmentFileException(Position position, String message) {
        super(message);
        this.position = position;
    }

    /** Where in the file; without a line where it is about the file as a whole. */
    public Position position() {
        return position;
    }
}
