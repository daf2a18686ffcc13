package dev.jcompose.compose.node;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The way from the top of a model to a value; list items are {@code [n]}. */
public record Path(@Nullable Path parent, String segment) {
    public static final Path ROOT = new Path(null, "");

    /** The segments of the first items, which each phase of a load asks for again. */
    private static final String[] ITEMS =
            IntStream.range(0, 32).mapToObj(Path::itemSegment).toArray(String[]::new);

    public Path key(String key) {
        return new Path(this, key);
    }

    public Path item(int index) {
        return new Path(this, index < ITEMS.length ? ITEMS[index] : itemSegment(index));
    }

    private static String itemSegment(int index) {
        return "[" + index + "]";
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
