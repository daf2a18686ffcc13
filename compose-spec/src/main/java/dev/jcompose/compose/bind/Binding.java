package dev.jcompose.compose.bind;

import dev.jcompose.compose.node.BooleanWord;
import dev.jcompose.compose.node.CodePoints;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Path;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import dev.jcompose.compose.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks a type and a value side by side.
 *
 * @param foldsExtensions whether extensions among keys of the user's own are handed on under one key, as of a file
 */
record Binding(Problems problems, boolean foldsExtensions) {
    @Nullable
    Node bind(Type type, Node node, Path path) {
        try {
            return switch (type) {
                case Type.Leaf leaf ->
                    leaf.conversion().convert(node instanceof Mapping keys ? folded(keys, path) : node);
                case Type.Flag flag -> flag(flag, node, path);
                case Type.ListOf list -> list(list, node, path);
                case Type.MapOf map -> map(map, node, path);
                case Type.Struct struct -> struct(struct, node, path);
            };
        } catch (BindException e) {
            problems.error("wrong-type", node.position(), path, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable Node flag(Type.Flag type, Node node, Path path) throws BindException {
        Node value = type.conversion().convert(node);
        if (node instanceof Scalar scalar && scalar.value() instanceof String text) {
            BooleanWord word = BooleanWord.of(text);
            if (word != null && word.old()) {
                problems.warn("boolean", node.position(), path + ": " + word.warning(text));
            }
        }
        return value;
    }

    private @Nullable Node list(Type.ListOf type, Node node, Path path) throws BindException {
        if (node.isNull()) {
            return null;
        }
        if (!(node instanceof Sequence sequence)) {
            throw new BindException("must be a list");
        }
        List<Node> items = new ArrayList<>(sequence.items().size());
        for (int i = 0; i < sequence.items().size(); i++) {
            Node item = bind(type.item(), sequence.items().get(i), path.item(i));
            if (item != null) {
                items.add(item);
            }
        }
        return items.isEmpty() ? null : sequence.withItems(items);
    }

    private @Nullable Node map(Type.MapOf type, Node node, Path path) throws BindException {
        if (node.isNull()) {
            return null;
        }
        if (!(node instanceof Mapping mapping)) {
            throw new BindException("must be a mapping");
        }
        Mapping.Builder bound = Mapping.builder(mapping.origin());
        Mapping own = type.named() ? mapping : folded(mapping, path);
        own.entries().stream()
                .sorted((left, right) -> CodePoints.ORDER.compare(left.key(), right.key()))
                .forEach(entry -> {
                    Node value = entry.value().isNull() && (type.nullable() || type.value() instanceof Type.Struct)
                            ? absent(type, entry.value())
                            : bind(type.value(), entry.value(), path.key(entry.key()));
                    if (value != null) {
                        bound.put(entry.withValue(value));
                    }
                });
        return bound.isEmpty() ? null : bound.build();
    }

    private Mapping folded(Mapping mapping, Path path) {
        boolean isFolded = path.segment().equals(Extensions.TOGETHER);
        if (!foldsExtensions || isFolded || !Extensions.isIn(mapping)) {
            return mapping;
        }
        return Extensions.fold(
                mapping,
                entry -> problems.warn(
                        "extension-key",
                        entry.position(),
                        "%s is an extension here, as for Compose, and no key like those beside it"
                                .formatted(path.key(entry.key()))));
    }

    private static Node absent(Type.MapOf type, Node node) {
        return type.nullable() ? node : Mapping.empty(node.origin());
    }

    private @Nullable Node struct(Type.Struct type, Node node, Path path) throws BindException {
        if (node.isNull()) {
            return null;
        }
        if (!(node instanceof Mapping mapping)) {
            boolean open = node instanceof Scalar scalar && scalar.text().contains("$");
            throw new BindException(
                    open ? "must be a mapping as long as its variables are not replaced" : "must be a mapping");
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
            Type.Field field = type.fields().get(i);
            Mapping.Entry entry = known[i];
            Node value = entry == null ? null : bind(field.type(), entry.value(), path.key(entry.key()));
            if (entry != null && value != null) {
                bound.put(entry.withValue(value));
            } else if (field.inYaml()) {
                Node from = entry == null ? mapping : entry.value();
                bound.put(field.key(), new Scalar(field.inJson().value(), from.origin()));
            }
        }
        extensions.forEach(bound::put);
        return bound.isEmpty() && !type.keepEmpty() ? null : bound.build();
    }
}
