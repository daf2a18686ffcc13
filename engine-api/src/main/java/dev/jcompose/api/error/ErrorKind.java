package dev.jcompose.api.error;

/** The kinds of failure a caller can act on. */
public enum ErrorKind {
    /** The request itself is wrong: bad field, unknown key, malformed reference. */
    INVALID,
    NOT_FOUND,
    /** The object is in a state that forbids the request: name taken, still running, in use. */
    CONFLICT,
    /** The object is already as asked for: start of a running container. */
    NOT_MODIFIED,
    /** A registry or peer wants other credentials. */
    UNAUTHORIZED,
    FORBIDDEN,
    /** Understood, and not offered here. */
    NOT_SUPPORTED,
    /** Something outside is missing or out of reach: registry, runtime, disk space, kernel feature. */
    UNAVAILABLE,
    /** A fault of ours. */
    INTERNAL
}
