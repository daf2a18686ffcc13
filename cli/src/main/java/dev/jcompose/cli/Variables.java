package dev.jcompose.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Variables of Compose's that stand for a flag. */
public final class Variables {
    private static final List<String> YES = List.of("1", "t", "true", "y");

    private Variables() {}

    /** Whether it says yes; anything else, and nothing, is a no as in Compose. */
    public static boolean isOn(Map<String, String> variables, String name) {
        return YES.contains(variables.getOrDefault(name, "").strip().toLowerCase(Locale.ROOT));
    }
}
