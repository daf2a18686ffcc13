package dev.jcompose.compose.load;

import org.jspecify.annotations.Nullable;

/**
 * A stack file.
 *
 * @param path absolute, or {@code -} for text that no file holds
 * @param text its text, or null to read it from the path
 */
public record StackFile(String path, @Nullable String text) {
    /** As problems name it. */
    public String name() {
        return path.equals("-") ? "<stdin>" : path;
    }
}
