package dev.jcompose.compose.bind;

import dev.jcompose.compose.node.CodePoints;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Path;
import dev.jcompose.compose.node.Sequence;
import dev.jcompose.compose.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks a type and a value side by side. */
final class Binding {
    private Binding() {}

    static @Nullable Node bind(Type type, Node node, Path path, Problems problems) {
        try {
            return switch (type) {
                case Type.Leaf leaf -> leaf.conversion().convert(node);
                case Type.ListOf list -> list(list, node, path, problems);
                case Type.MapOf map -> map(map, node, path, problems);
                case Type.Struct struct -> struct(struct, node, path, problems);
            };
        } catch (BindException e) {
            problems.error("wrong-type", node.position(), path, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static @Nullable Node list(Type.ListOf type, Node node, Path path, Problems problems) throws BindException {
        if (node.isNull()) {
            return null;
        }
        if (!(node instanceof Sequence sequence)) {
            throw new BindException("must be a list");
        }
        List<Node> items = new ArrayList<>(sequence.items().size());
        for (int i = 0; i < sequence.items().size(); i++) {
            Node item = bind(type.item(), sequence.items().get(i), path.item(i), problems);
            if (item != null) {
                items.add(item);
            }
        }
        return items.isEmpty() ? null : sequence.withItems(items);
    }

    private static @Nullable Node map(Type.MapOf type, Node node, Path path, Problems problems) throws BindException {
        if (node.isNull()) {
            return null;
        }
        if (!(node instanceof Mapping mapping)) {
            throw new BindException("must be a mapping");
        }
        Mapping.Builder bound = Mapping.builder(mapping.origin());
        Mapping own = type.named() ? mapping : Extensions.fold(mapping);
        own.entries().stream()
                .sorted((left, right) -> CodePoints.ORDER.compare(left.key(), right.key()))
                .forEach(entry -> {
                    Node value = entry.value().isNull() && (type.nullable() || type.value() instanceof Type.Struct)
                            ? absent(type, entry.value())
                            : bind(type.value(), entry.value(), path.key(entry.key()), problems);
                    if (value != null) {
                        bound.put(entry.withValue(value));
                    }
                });
        return bound.isEmpty() ? null : bound.build();
    }

    private static Node absent(Type.MapOf type, Node node) {
        return type.nullable() ? node : Mapping.empty(node.origin());
    }

    private static @Nullable Node struct(Type.Struct type, Node node, Path path, Problems problems)
            throws BindException {
        if (node.isNull()) {
            return null;
        }
        if (!(node instanceof Mapping mapping)) {
            throw new BindException("must be a mapping");
        }
        Mapping.Entry[] known = new Mapping.Entry[type.fields().size()];
        List<Mapping.Entry> extensions = new ArrayList<>();
        for (Mapping.Entry entry : mapping.entries()) {
            Integer place = type.places().get(entry.key());
            if (place != null) {
                known[place] = entry;
            } else if (Extensions.isExtension(entry.key())) {
                extensions.add(entry);
            } else {
                problems.warn("ignored-key", entry.position(), "%s has no effect".formatted(path.key(entry.key())));
            }
        }
        Mapping.Builder bound = Mapping.builder(mapping.origin());
        for (int i = 0; i < known.length; i++) {
            Mapping.Entry entry = known[i];
            if (entry != null) {
                Node value = bind(type.fields().get(i).type(), entry.value(), path.key(entry.key()), problems);
                if (value != null) {
                    bound.put(entry.withValue(value));
                }
            }
        }
        extensions.forEach(bound::put);
        return bound.isEmpty() && !type.keepEmpty() ? null : bound.build();
    }
}
