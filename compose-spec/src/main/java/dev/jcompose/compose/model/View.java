package dev.jcompose.compose.model;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads typed values out of a bound mapping, whose values are known to have their types. */
record View(Mapping tree) {
    private static final View EMPTY = new View(Mapping.empty(Position.NOWHERE));

    String text(String key) {
        String text = tree.string(key);
        return text == null ? "" : text;
    }

    @Nullable
    String textOrNull(String key) {
        return tree.string(key);
    }

    boolean flag(String key) {
        return Boolean.TRUE.equals(tree.value(key));
    }

    @Nullable
    Boolean flagOrNull(String key) {
        return tree.value(key) instanceof Boolean flag ? flag : null;
    }

    /** A flag that is on unless the tree says off. */
    boolean on(String key) {
        return !Boolean.FALSE.equals(tree.value(key));
    }

    long number(String key) {
        return tree.value(key) instanceof Number number ? number.longValue() : 0;
    }

    @Nullable
    Long numberOrNull(String key) {
        return tree.value(key) instanceof Number number ? (Long) number.longValue() : null;
    }

    BigDecimal decimal(String key) {
        return tree.value(key) instanceof Number number ? new BigDecimal(number.toString()) : BigDecimal.ZERO;
    }

    /** A size in bytes, which the tree holds as text. */
    long bytes(String key) {
        String text = tree.string(key);
        return text == null ? 0 : Long.parseLong(text);
    }

    @Nullable
    Duration duration(String key) {
        String text = tree.string(key);
        return text == null ? null : Durations.parse(text);
    }

    List<String> texts(String key) {
        return list(key, View::textOf);
    }

    @Nullable
    List<String> textsOrNull(String key) {
        return tree.sequence(key) == null ? null : texts(key);
    }

    Map<String, String> textByKey(String key) {
        return byKey(key, (name, node) -> textOf(node));
    }

    /** Keys without a value are there, with null. */
    Map<String, @Nullable String> nullableTextByKey(String key) {
        return byKey(key, (name, node) -> node.isNull() ? null : textOf(node));
    }

    private <T extends @Nullable Object> Map<String, T> byKey(String key, BiFunction<String, Node, T> form) {
        Mapping mapping = tree.mapping(key);
        if (mapping == null) {
            return Map.of();
        }
        Map<String, T> values = LinkedHashMap.newLinkedHashMap(mapping.size());
        mapping.forEach((name, node) -> values.put(name, form.apply(name, node)));
        return Collections.unmodifiableMap(values);
    }

    <T> @Nullable T struct(String key, Function<View, T> form) {
        Mapping mapping = tree.mapping(key);
        return mapping == null ? null : form.apply(new View(mapping));
    }

    /** A struct that reads the same absent and empty. */
    <T> T structOrEmpty(String key, Function<View, T> form) {
        Mapping mapping = tree.mapping(key);
        return form.apply(mapping == null ? EMPTY : new View(mapping));
    }

    <T> List<T> structs(String key, Function<View, T> form) {
        return list(key, item -> form.apply(new View((Mapping) item)));
    }

    private <T> List<T> list(String key, Function<Node, T> form) {
        Sequence sequence = tree.sequence(key);
        if (sequence == null) {
            return List.of();
        }
        List<T> values = new ArrayList<>(sequence.items().size());
        sequence.items().forEach(item -> values.add(form.apply(item)));
        return Collections.unmodifiableList(values);
    }

    /** Structs by name; those without a value are read from an empty one. */
    <T> Map<String, T> structByKey(String key, BiFunction<String, View, T> form) {
        return byKey(
                key,
                (name, node) -> form.apply(
                        name, new View(node instanceof Mapping given ? given : Mapping.empty(node.origin()))));
    }

    private static String textOf(Node node) {
        return node instanceof Scalar scalar ? scalar.text() : "";
    }
}
