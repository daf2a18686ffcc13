package dev.jcompose.cli;

/** The command line itself is wrong: an unknown flag, a missing word. The message says what would work. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message);
    }
}
