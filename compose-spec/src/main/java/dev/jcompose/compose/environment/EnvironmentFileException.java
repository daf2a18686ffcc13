package dev.jcompose.compose.environment;

/** A file of variables that cannot be read as one. */
public final class EnvironmentFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    public EnvironmentFileException(int line, String message) {
        super(message);
        this.line = line;
    }

    /** From 1, or 0 for the file as a whole. */
    public int line() {
        return line;
    }
}
