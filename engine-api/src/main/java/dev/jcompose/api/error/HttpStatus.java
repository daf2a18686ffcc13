package dev.jcompose.api.error;

/** Kinds of failure as HTTP statuses and back: the one place for both. */
public final class HttpStatus {
    private HttpStatus() {}

    public static int of(ErrorKind kind) {
        return switch (kind) {
            case INVALID -> 400;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case NOT_MODIFIED -> 304;
            case UNAUTHORIZED -> 401;
            case FORBIDDEN -> 403;
            case NOT_SUPPORTED -> 501;
            case UNAVAILABLE -> 503;
            case INTERNAL -> 500;
        };
    }

    /** The kind that a status of 300 and above stands for. */
    public static ErrorKind kind(int status) {
        return switch (status) {
            case 304 -> ErrorKind.NOT_MODIFIED;
            case 401 -> ErrorKind.UNAUTHORIZED;
            case 403 -> ErrorKind.FORBIDDEN;
            case 404 -> ErrorKind.NOT_FOUND;
            case 409 -> ErrorKind.CONFLICT;
            case 501 -> ErrorKind.NOT_SUPPORTED;
            case 502, 503, 504 -> ErrorKind.UNAVAILABLE;
            default -> status < 500 ? ErrorKind.INVALID : ErrorKind.INTERNAL;
        };
    }
}
