package dev.jcompose.compose.source;

import dev.jcompose.compose.node.Position;

/** Text that ends its file: what comes after it has no meaning. */
final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient Position position;

    UnreadableException(String code, Position position, String message) {
        super(message, null, false, false);
        this.code = code;
        this.position = position;
    }

    String code() {
        return code;
    }

    Position position() {
        return position;
    }
}
