package dev.jcompose.compose.node;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A word for a boolean.
 *
 * @param old whether YAML took it for one before its version 1.2 alone; Compose still does, with a warning
 */
public record BooleanWord(boolean value, boolean old) {
    /** What {@code text} stands for, in any case, or null for nothing. */
    public static @Nullable BooleanWord of(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> new BooleanWord(true, false);
            case "false" -> new BooleanWord(false, false);
            case "y", "yes", "on" -> new BooleanWord(true, true);
            case "n", "no", "off" -> new BooleanWord(false, true);
            default -> null;
        };
    }

    /** What is said of an old one. */
    public String warning(String text) {
        return "\"%s\" for boolean is not supported by YAML 1.2, please use `%s`".formatted(text, value);
    }
}
