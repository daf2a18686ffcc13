package dev.jcompose.compose.model;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads typed values out of a bound mapping, whose values are known to have their types. */
record View(Mapping tree) {
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
        Sequence sequence = tree.sequence(key);
        return sequence == null
                ? List.of()
                : sequence.items().stream().map(View::textOf).toList();
    }

    @Nullable
    List<String> textsOrNull(String key) {
        return tree.sequence(key) == null ? null : texts(key);
    }

    Map<String, String> textByKey(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        each(key, (name, node) -> texts.put(name, textOf(node)));
        return java.util.Collections.unmodifiableMap(texts);
    }

    /** Keys without a value are there, with null. */
    Map<String, @Nullable String> nullableTextByKey(String key) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        each(key, (name, node) -> texts.put(name, node.isNull() ? null : textOf(node)));
        return java.util.Collections.unmodifiableMap(texts);
    }

    private void each(String key, java.util.function.BiConsumer<String, Node> action) {
        Mapping mapping = tree.mapping(key);
        if (mapping != null) {
            mapping.entries().forEach(entry -> action.accept(entry.key(), entry.value()));
        }
    }

    <T> @Nullable T struct(String key, Function<View, T> form) {
        Mapping mapping = tree.mapping(key);
        return mapping == null ? null : form.apply(new View(mapping));
    }

    /** A struct that reads the same absent and empty. */
    <T> T structOrEmpty(String key, Function<View, T> form) {
        Mapping mapping = tree.mapping(key);
        return form.apply(new View(mapping == null ? Mapping.empty(tree.origin()) : mapping));
    }

    <T> List<T> structs(String key, Function<View, T> form) {
        Sequence sequence = tree.sequence(key);
        return sequence == null
                ? List.of()
                : sequence.items().stream()
                        .map(item -> form.apply(new View((Mapping) item)))
                        .toList();
    }

    /** Structs by name; those without a value are read from an empty one. */
    <T> Map<String, T> structByKey(String key, BiFunction<String, View, T> form) {
        Map<String, T> structs = new LinkedHashMap<>();
        each(key, (name, node) -> {
            Mapping mapping = node instanceof Mapping given ? given : Mapping.empty(node.origin());
            structs.put(name, form.apply(name, new View(mapping)));
        });
        return java.util.Collections.unmodifiableMap(structs);
    }

    private static String textOf(Node node) {
        return node instanceof Scalar scalar ? scalar.text() : "";
    }
}
