package dev.jcompose.compose.bind;

/** A value that is not of its type. */
public final class BindException extends Exception {
    private static final long serialVersionUID = 1L;

    BindException(String message) {
        super(message, null, false, false);
    }
}
