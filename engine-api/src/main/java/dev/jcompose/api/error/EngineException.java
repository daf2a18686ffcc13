package dev.jcompose.api.error;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A failure for a user's eyes: the message says where, what is wrong and what would work. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;
    private final @Nullable Attribute attribute;

    public EngineException(ErrorKind kind, String message) {
        this(kind, message, null);
    }

    public EngineException(ErrorKind kind, String message, @Nullable Throwable cause) {
        this(kind, message, cause, null);
    }

    private EngineException(ErrorKind kind, String message, @Nullable Throwable cause, @Nullable Attribute attribute) {
        super(message, cause);
        this.kind = kind;
        this.attribute = attribute;
    }

    public ErrorKind kind() {
        return kind;
    }

    /** What it is about; null where nothing alone. */
    public @Nullable Attribute attribute() {
        return attribute;
    }

    /** The same about a key of a service, as {@code working_dir}; itself where it is about one already. */
    public EngineException about(String key) {
        return about(key, "");
    }

    /** The same about one of several: as {@link Attribute} has it. */
    public EngineException about(String key, String item) {
        return about(new Attribute(new Attribute.Asked(), key, item));
    }

    /** The same about any attribute; itself where it is about one already. */
    public EngineException about(Attribute other) {
        return attribute != null ? this : with(other);
    }

    /** The same about what it is about, whose key is one below {@code parent}; itself where it is about nothing. */
    public EngineException within(String parent) {
        return attribute == null ? this : with(attribute.within(parent));
    }

    private EngineException with(Attribute other) {
        return new EngineException(kind, String.valueOf(getMessage()), getCause(), other);
    }

    /** Has what is wrong be about {@code key}, unless it says itself what it is about. */
    public static void about(String key, Runnable check) {
        about(key, "", check);
    }

    /** The same of one of several. */
    public static void about(String key, String item, Runnable check) {
        try {
            check.run();
        } catch (EngineException e) {
            throw e.about(key, item);
        }
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

    /** The message goes on with the reason, where the cause is a fault of files and it is not told yet. */
    public static EngineException unavailable(String message, @Nullable Throwable cause) {
        String whole = FileFault.reason(cause)
                .filter(reason -> !message.toLowerCase(Locale.ROOT).contains(reason))
                .map(reason -> message + ": " + reason)
                .orElse(message);
        return new EngineException(ErrorKind.UNAVAILABLE, whole, cause);
    }
}
