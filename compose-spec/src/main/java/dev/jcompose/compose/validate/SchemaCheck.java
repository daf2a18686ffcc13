package dev.jcompose.compose.validate;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Path;
import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import dev.jcompose.compose.problem.Nearest;
import dev.jcompose.compose.problem.Problems;
import dev.jcompose.compose.source.MissingSpace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks a model against the schema; what does not fit is reported where it stands and left out. */
@SuppressWarnings("ReferenceEquality") // identity is what tells that a branch can stay shared
public final class SchemaCheck {
    private final Problems problems;

    public SchemaCheck(Problems problems) {
        this.problems = problems;
    }

    /** The model less what the schema refuses. */
    public Mapping check(Mapping model) {
        Node checked = check(model, Schema.COMPOSE, Path.ROOT);
        return checked instanceof Mapping mapping ? mapping : Mapping.empty(model.origin());
    }

    private @Nullable Node check(Node node, Schema schema, Path path) {
        if (schema.isAny()) {
            return finite(node, path);
        }
        if (!schema.accepts(node)) {
            List<String> kinds = schema.kinds();
            String message = "must be %s, not %s".formatted(Kind.names(kinds), Kind.shown(node));
            problems.error("wrong-type", node.position(), path, message, meant(node, kinds));
            return null;
        }
        for (Schema form : schema.forms()) {
            if (form.accepts(node)) {
                return check(node, form, path);
            }
        }
        return switch (node) {
            case Mapping mapping -> mapping(mapping, schema, path);
            case Sequence sequence -> sequence(sequence, schema, path);
            case Scalar scalar -> scalar(scalar, schema, path);
        };
    }

    /** What somebody who wrote this may have meant, where that is a kind that may stand here. */
    private static @Nullable String meant(Node node, List<String> kinds) {
        if (!(node instanceof Scalar scalar) || scalar.isNull()) {
            return null;
        }
        if (scalar.string() == null) {
            String quoted = scalar.value() instanceof Long
                    ? "put it in quotes, with its unit if it has one"
                    : "put it in quotes";
            return kinds.contains("string") ? quoted : null;
        }
        String first = scalar.text().split(" ", 2)[0];
        String key = kinds.contains("object") ? MissingSpace.afterColon(first) : null;
        String item = kinds.contains("array") ? MissingSpace.afterDash(first) : null;
        return key != null ? "write " + key : item != null ? "write " + item : null;
    }

    private @Nullable Node mapping(Mapping mapping, Schema schema, Path path) {
        Mapping checked = mapping.map((key, value) -> {
            Schema of = schema.of(key);
            if (of != null) {
                return check(value, of, path.key(key));
            }
            if (schema.closed()) {
                unknown(key, mapping.positionOf(key), schema, path);
                return null;
            }
            return value;
        });
        for (String key : schema.required()) {
            if (!checked.has(key)) {
                if (!problems.leftOut(path.key(key))) {
                    problems.error("missing-key", mapping.position(), path, "\"%s\" is missing".formatted(key));
                }
                return null;
            }
        }
        return checked;
    }

    private void unknown(String key, Position at, Schema schema, Path path) {
        Set<String> known = schema.properties().keySet();
        String near = Nearest.name(key, known);
        String message = "unknown key \"%s\"".formatted(key);
        problems.error("unknown-key", at, path, message, Nearest.suggestion(key, known));
        problems.leaveOut(path.key(near == null ? key : near));
    }

    private Node sequence(Sequence sequence, Schema schema, Path path) {
        Schema of = schema.items();
        boolean unique = schema.unique() && sequence.items().size() > 1;
        Map<Object, Integer> seen = unique ? HashMap.newHashMap(sequence.items().size()) : Map.of();
        return sequence.map((i, item) -> {
            Node value = of == null ? item : check(item, of, path.item(i));
            Integer first = value == null || !unique ? null : seen.putIfAbsent(Kind.comparable(value), i);
            if (first == null) {
                return value;
            }
            problems.error(
                    "duplicate-item", item.position(), path.item(i), "is the same as item [%d]".formatted(first));
            return null;
        });
    }

    private @Nullable Scalar scalar(Scalar scalar, Schema schema, Path path) {
        if (!schema.values().isEmpty() && !schema.values().contains(scalar.text())) {
            return refuse(scalar, path, "must be one of '" + String.join("', '", schema.values()) + "'");
        }
        if (scalar.value() instanceof String text
                && schema.pattern() != null
                && !schema.pattern().matcher(text).find()) {
            return refuse(scalar, path, "'%s' does not match pattern '%s'".formatted(text, schema.pattern()));
        }
        if (scalar.value() instanceof Number number) {
            Double minimum = schema.minimum();
            Double maximum = schema.maximum();
            if (minimum != null && number.doubleValue() < minimum) {
                return refuse(scalar, path, "must be greater than or equal to %.0f".formatted(minimum));
            }
            if (maximum != null && number.doubleValue() > maximum) {
                return refuse(scalar, path, "must be less than or equal to %.0f".formatted(maximum));
            }
        }
        return scalar;
    }

    private @Nullable Scalar refuse(Scalar scalar, Path path, String message) {
        problems.error("invalid-value", scalar.position(), path, message);
        return null;
    }

    /** Numbers that JSON has no form for are refused everywhere, in extensions too. */
    private @Nullable Node finite(Node node, Path path) {
        return switch (node) {
            case Mapping mapping -> mapping.map((key, value) -> finite(value, path.key(key)));
            case Sequence sequence -> {
                sequence.items().forEach(item -> finite(item, path));
                yield sequence;
            }
            case Scalar scalar
            when scalar.value() instanceof Double number && !Double.isFinite(number) ->
                refuse(scalar, path, "is no finite number");
            case Scalar scalar -> scalar;
        };
    }
}
