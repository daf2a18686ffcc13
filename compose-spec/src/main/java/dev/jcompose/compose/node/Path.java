package dev.jcompose.compose.node;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way from the top of a model to a value; list items are {@code [n]}. */
public record Path(@Nullable Path parent, String segment) {
    public static final Path ROOT = new Path(null, "");

    public Path key(String key) {
        return new Path(this, key);
    }

    public Path item(int index) {
        return new Path(this, "[" + index + "]");
    }

    /** The segments, outermost first. */
    public List<String> segments() {
        List<String> segments = new ArrayList<>();
        for (Path path = this; path.parent != null; path = path.parent) {
            segments.addFirst(path.segment);
        }
        return segments;
    }

    /** {@code services.web.ports[0]}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String segment : segments()) {
            if (!text.isEmpty() && !segment.startsWith("[")) {
                text.append('.');
            }
            text.append(segment);
        }
        return text.toString();
    }
}
