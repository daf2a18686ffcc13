package dev.jcompose.compose.interpolate;

import org.jspecify.annotations.Nullable;

/** Where values of variables come from. */
@FunctionalInterface
public interface Variables {
    /** The value, or null where the variable is not set. */
    @Nullable
    String get(String name);
}
