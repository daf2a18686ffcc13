package dev.jcompose.compose.merge;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes out of a tree what a later file marked {@code !reset} or {@code !override}. */
public final class Reset {
    private Reset() {}

    /** The tree less the values at the paths; {@code *} in a path stands for any key, as it does for Compose. */
    public static Mapping apply(Mapping tree, List<List<String>> paths) {
        Mapping left = tree;
        for (List<String> path : paths) {
            if (!path.isEmpty()) {
                left = without(left, path);
            }
        }
        return left;
    }

    private static Mapping without(Mapping mapping, List<String> path) {
        String first = path.getFirst();
        List<String> rest = path.subList(1, path.size());
        return mapping.map((key, value) -> first.equals(key) || first.equals("*") ? below(value, rest) : value);
    }

    private static @Nullable Node below(Node value, List<String> rest) {
        if (rest.isEmpty()) {
            return null;
        }
        return value instanceof Mapping mapping ? without(mapping, rest) : value;
    }
}
