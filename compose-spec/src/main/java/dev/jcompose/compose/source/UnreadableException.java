package dev.jcompose.compose.source;

import dev.jcompose.compose.node.Position;
import org.jspecify.annotations.Nullable;

/** Text that ends its file: what comes after it has no meaning. */
final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient Position position;
    private final @Nullable String suggestion;

    UnreadableException(String code, Position position, String message) {
        this(code, position, message, null);
    }

    UnreadableException(String code, Position position, String message, @Nullable String suggestion) {
        super(message, null, false, false);
        this.code = code;
        this.position = position;
        this.suggestion = suggestion;
    }

    String code() {
        return code;
    }

    Position position() {
        return position;
    }

    @Nullable
    String suggestion() {
        return suggestion;
    }
}
