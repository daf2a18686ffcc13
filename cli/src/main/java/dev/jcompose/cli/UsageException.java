package dev.jcompose.cli;

/** The command line itself is wrong: an unknown flag, a missing word. The message says what would work. */
public final class UsageException extends RuntimeException {
    /** What Compose answers to a command line that it cannot read. */
    static final int NOT_UNDERSTOOD = 16;

    private static final long serialVersionUID = 1;

    private final int code;

    /** Of words that are each understood but do not go together, or are too few. */
    public UsageException(String message) {
        this(message, 1);
    }

    private UsageException(String message, int code) {
        super(message);
        this.code = code;
    }

    /** Of a word that is no command, no flag, or no value that its flag could have. */
    public static UsageException notUnderstood(String message) {
        return new UsageException(message, NOT_UNDERSTOOD);
    }

    /** The exit code that Compose has for it. */
    int code() {
        return code;
    }
}
