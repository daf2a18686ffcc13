package dev.jcompose.compose.bind;

import dev.jcompose.compose.node.BooleanWord;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Path;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import dev.jcompose.compose.problem.Problems;
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
        Sequence bound = sequence.map((i, item) -> bind(type.item(), item, path.item(i)));
        return bound.items().isEmpty() ? null : bound;
    }

    private @Nullable Node map(Type.MapOf type, Node node, Path path) throws BindException {
        if (node.isNull()) {
            return null;
        }
        if (!(node instanceof Mapping mapping)) {
            throw new BindException("must be a mapping");
        }
        Mapping own = type.named() ? mapping : folded(mapping, path);
        Mapping bound = own.sorted()
                .map((key, value) -> value.isNull() && (type.nullable() || type.value() instanceof Type.Struct)
                        ? absent(type, value)
                        : bind(type.value(), value, path.key(key)));
        return bound.isEmpty() ? null : bound;
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
        Mapping bound = mapping.map((key, value) -> {
            Type.Field field = type.field(key);
            if (field != null) {
                return field(field, value, path.key(key));
            }
            if (Extensions.isExtension(key)) {
                return value;
            }
            problems.warn("ignored-key", mapping.positionOf(key), "%s has no effect".formatted(path.key(key)));
            return null;
        });
        for (Type.Field field : type.shown()) {
            if (!bound.has(field.key())) {
                bound = bound.with(field.key(), new Scalar(field.inJson().value(), mapping.origin()));
            }
        }
        return bound.isEmpty() && !type.keepEmpty() ? null : bound.sorted(type::compare);
    }

    private @Nullable Node field(Type.Field field, Node node, Path path) {
        Node value = bind(field.type(), node, path);
        return value == null && field.inYaml() ? new Scalar(field.inJson().value(), node.origin()) : value;
    }
}
