package dev.jcompose.compose.environment;

import dev.jcompose.compose.node.Position;

/** A file of variables that cannot be read as one. */
public final class EnvironmentFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient Position position;

    EnvironmentFileException(Position position, String message) {
        this("env-file", position, message);
    }

    EnvironmentFileException(String code, Position position, String message) {
        super(message);
        this.code = code;
        this.position = position;
    }

    /** What kind of fault, as in {@link dev.jcompose.compose.problem.Problem}. */
    public String code() {
        return code;
    }

    /** Where in the file; without a line where it is about the file as a whole. */
    public Position position() {
        return position;
    }
}
