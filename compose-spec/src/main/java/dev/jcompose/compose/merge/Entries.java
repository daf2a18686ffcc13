package dev.jcompose.compose.merge;

import dev.jcompose.compose.node.CodePoints;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The two notations of the same thing: {@code KEY=value} lists and mappings. */
final class Entries {
    private Entries() {}

    /** A mapping as a sorted list of {@code key=value}; a single string as a list of one; else nothing. */
    static List<Node> list(Node node) {
        return switch (node) {
            case Sequence sequence -> sequence.items();
            case Mapping mapping -> sorted(mapping);
            case Scalar scalar -> scalar.string() == null ? List.of() : List.of(scalar);
        };
    }

    private static List<Node> sorted(Mapping mapping) {
        List<Scalar> list = new ArrayList<>();
        for (Mapping.Entry entry : mapping.entries()) {
            switch (entry.value()) {
                case Sequence values -> values.items().forEach(value -> list.add(pair(entry, value.text())));
                case Node value when value.isNull() -> list.add(new Scalar(entry.key(), value.origin()));
                case Node value -> list.add(pair(entry, value.text()));
            }
        }
        list.sort(Comparator.comparing(Scalar::text, CodePoints.ORDER));
        return List.copyOf(list);
    }

    private static Scalar pair(Mapping.Entry entry, String value) {
        return new Scalar(entry.key() + "=" + value, entry.value().origin());
    }

    /**
     * A list of names as a mapping of each to a value; a mapping as it is; null for anything else.
     *
     * @param value what a bare name stands for, made anew of the name's node
     */
    static @Nullable Mapping mapping(@Nullable Node node, java.util.function.Function<Scalar, Node> value) {
        if (node instanceof Mapping mapping) {
            return mapping;
        }
        if (!(node instanceof Sequence sequence)) {
            return null;
        }
        Mapping.Builder entries = Mapping.builder(node.origin());
        for (Node item : sequence.items()) {
            if (!(item instanceof Scalar scalar) || scalar.string() == null) {
                return null;
            }
            entries.put(scalar.text(), scalar.position(), value.apply(scalar));
        }
        return entries.build();
    }
}
