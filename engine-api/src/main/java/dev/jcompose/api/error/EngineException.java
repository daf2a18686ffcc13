package dev.jcompose.api.error;

import org.jspecify.annotations.Nullable;

/** A failure for a user's eyes: the message says where, what is wrong and what would work. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;

    public EngineException(ErrorKind kind, String message) {
        this(kind, message, null);
    }

    public EngineException(ErrorKind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public ErrorKind kind() {
        return kind;
    }

    public static EngineException invalid(String message) {
        return new EngineException(ErrorKind.INVALID, message);
    }

    public static EngineException notFound(String message) {
        return new EngineException(ErrorKind.NOT_FOUND, message);
    }

    public static EngineException conflict(String message) {
        return new EngineException(ErrorKind.CONFLICT, message);
    }

    public static EngineException unavailable(String message, @Nullable Throwable cause) {
        return new EngineException(ErrorKind.UNAVAILABLE, message, cause);
    }
}
