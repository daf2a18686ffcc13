package dev.jcompose.compose.source;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text that would be a key with a value, or an item of a list, if it had its space. */
public final class MissingSpace {
    private static final Pattern KEY = Pattern.compile("[A-Za-z_][\\w.-]*:[^\\s/].*");
    private static final Pattern ITEM = Pattern.compile("-[^-\\s].*");

    private MissingSpace() {}

    /** {@code key:value} as {@code key: value}, or null. */
    public static @Nullable String afterColon(String text) {
        return KEY.matcher(text).matches() ? text.replaceFirst(":", ": ") : null;
    }

    /** {@code -item} as {@code - item}, or null. */
    public static @Nullable String afterDash(String text) {
        return ITEM.matcher(text).matches() ? "- " + text.substring(1) : null;
    }
}
