package dev.jcompose.compose.interpolate;

/** Text that is not of the wanted type. */
final class CastException extends Exception {
    private static final long serialVersionUID = 1L;

    CastException(String message) {
        super(message, null, false, false);
    }
}
