package dev.jcompose.compose.node;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table of rules by path pattern, walked down beside the tree. A pattern is segments with dots between them;
 * {@code *} stands for any key and any list item. One pattern never has both a name and {@code *} in one place
 * below the same parent, so a walk follows a single state.
 *
 * @param <R> what a rule does
 */
public final class PathRules<R> {
    private static final PathRules<?> NONE = new PathRules<>();

    private final Map<String, PathRules<R>> named = new HashMap<>();
    private @Nullable PathRules<R> any;
    private @Nullable R rule;

    /** What becomes of a value at or below which rules lie; null leaves it out. */
    @FunctionalInterface
    public interface Change<R> {
        @Nullable
        Node apply(Node value, Path path, PathRules<R> rules);
    }

    private PathRules() {}

    public static <R> PathRules<R> of(Map<String, R> byPattern) {
        PathRules<R> root = new PathRules<>();
        byPattern.forEach((pattern, rule) -> {
            PathRules<R> at = root;
            for (String segment : pattern.split("\\.", -1)) {
                at = at.grow(segment);
            }
            at.rule = rule;
        });
        return root;
    }

    private PathRules<R> grow(String segment) {
        if (!segment.equals("*")) {
            return named.computeIfAbsent(segment, _ -> new PathRules<>());
        }
        if (any == null) {
            any = new PathRules<>();
        }
        return any;
    }

    /** The rule for the path walked so far. */
    public @Nullable R rule() {
        return rule;
    }

    public PathRules<R> key(String key) {
        PathRules<R> next = named.get(key);
        if (next != null) {
            return next;
        }
        return any == null ? none() : any;
    }

    public PathRules<R> item() {
        return any == null ? none() : any;
    }

    /** Whether no rule lies at or below the path walked so far. */
    public boolean isNone() {
        return this == NONE;
    }

    /** The mapping with its values changed where rules lie; the others stay as they are, and no path is made for them. */
    public Mapping change(Mapping mapping, Path path, Change<R> change) {
        return mapping.map((key, value) -> {
            PathRules<R> own = key(key);
            return own.isNone() ? value : change.apply(value, path.key(key), own);
        });
    }

    /** As for a mapping. */
    public Sequence change(Sequence sequence, Path path, Change<R> change) {
        PathRules<R> own = item();
        return own.isNone() ? sequence : sequence.map((i, item) -> change.apply(item, path.item(i), own));
    }

    @SuppressWarnings("unchecked") // the empty table holds no R
    private static <R> PathRules<R> none() {
        return (PathRules<R>) NONE;
    }
}
