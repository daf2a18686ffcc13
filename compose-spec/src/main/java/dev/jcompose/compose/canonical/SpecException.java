package dev.jcompose.compose.canonical;

/** A short form that cannot be read. */
public final class SpecException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    public SpecException(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** The code of the problem that this is. */
    public String code() {
        return code;
    }
}
