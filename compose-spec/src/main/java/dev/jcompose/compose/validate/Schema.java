package dev.jcompose.compose.validate;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import dev.jcompose.compose.source.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A schema of the kind that the Compose Specification is written in: the part of JSON Schema that it uses.
 *
 * @param types allowed kinds; empty allows any
 * @param forms alternatives, told apart by their kind
 */
record Schema(
        List<String> types,
        Map<String, Schema> properties,
        List<KeyPattern> patterns,
        boolean closed,
        List<String> required,
        @Nullable Schema items,
        boolean unique,
        List<Schema> forms,
        List<String> values,
        @Nullable Double minimum,
        @Nullable Double maximum,
        @Nullable Pattern pattern) {

    /** What holds for keys that match. */
    record KeyPattern(Pattern pattern, Schema schema) {}

    private static final String RESOURCE = "compose-spec.json";

    /** The whole stack file. */
    static final Schema COMPOSE = load();

    private static Schema load() {
        try (InputStream in = Schema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the schema is missing from the class path");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Mapping root = (Mapping) JsonReader.read(RESOURCE, text);
            return new Reader(root).schema(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema of a key, or null where there is none. */
    @Nullable
    Schema of(String key) {
        Schema schema = properties.get(key);
        if (schema != null) {
            return schema;
        }
        for (KeyPattern candidate : patterns) {
            if (candidate.pattern.matcher(key).find()) {
                return candidate.schema;
            }
        }
        return null;
    }

    /** Whether every value is allowed. */
    boolean isAny() {
        return types.isEmpty() && forms.isEmpty() && properties.isEmpty() && patterns.isEmpty() && !closed;
    }

    /** Asked of every value, more than once, so without iterators. */
    boolean accepts(Node node) {
        for (int i = 0; i < forms.size(); i++) {
            if (forms.get(i).accepts(node)) {
                return true;
            }
        }
        for (int i = 0; i < types.size(); i++) {
            if (Kind.is(node, types.get(i))) {
                return true;
            }
        }
        return types.isEmpty() && forms.isEmpty();
    }

    /** The kinds that the schema or any of its forms allows. */
    List<String> kinds() {
        if (forms.isEmpty()) {
            return types;
        }
        return forms.stream().flatMap(form -> form.kinds().stream()).distinct().toList();
    }

    /** Reads the JSON form; definitions are read once, so that they may be shared. */
    private static final class Reader {
        private final Mapping definitions;
        private final Map<String, Schema> done = new HashMap<>();

        Reader(Mapping root) {
            Mapping found = root.mapping("$defs");
            this.definitions = found == null ? Mapping.empty(root.origin()) : found;
        }

        Schema schema(Node node) {
            if (!(node instanceof Mapping json)) {
                throw new IllegalArgumentException(node.position() + ": a schema is an object");
            }
            String reference = json.string("$ref");
            return reference == null ? read(json) : definition(reference.substring(reference.lastIndexOf('/') + 1));
        }

        private Schema definition(String name) {
            Schema known = done.get(name);
            if (known == null) {
                Mapping json = definitions.mapping(name);
                if (json == null) {
                    throw new IllegalArgumentException("the schema has no definition " + name);
                }
                known = read(json);
                done.put(name, known);
            }
            return known;
        }

        private Schema read(Mapping json) {
            Map<String, Schema> properties = new LinkedHashMap<>();
            mapping(json, "properties").forEach((key, value) -> properties.put(key, schema(value)));
            List<KeyPattern> patterns = new ArrayList<>();
            mapping(json, "patternProperties")
                    .forEach((key, value) -> patterns.add(new KeyPattern(pattern(key), schema(value))));
            Node items = json.get("items");
            String pattern = json.string("pattern");
            return new Schema(
                    texts(json.get("type")),
                    properties,
                    patterns,
                    Boolean.FALSE.equals(json.value("additionalProperties")),
                    texts(json.get("required")),
                    items == null ? null : schema(items),
                    Boolean.TRUE.equals(json.value("uniqueItems")),
                    items(json.get("oneOf")).stream().map(this::schema).toList(),
                    texts(json.get("enum")),
                    number(json.value("minimum")),
                    number(json.value("maximum")),
                    pattern == null ? null : pattern(pattern));
        }

        /** In Java's syntax: {@code $} is the end, not the end but for a line break. */
        private static Pattern pattern(String text) {
            return Pattern.compile(text.endsWith("$") ? text.substring(0, text.length() - 1) + "\\z" : text);
        }

        private static Mapping mapping(Mapping json, String key) {
            Mapping mapping = json.mapping(key);
            return mapping == null ? Mapping.empty(json.origin()) : mapping;
        }

        private static List<Node> items(@Nullable Node node) {
            return node instanceof Sequence sequence ? sequence.items() : List.of();
        }

        private static List<String> texts(@Nullable Node node) {
            return node instanceof Scalar scalar
                    ? List.of(scalar.text())
                    : items(node).stream().map(item -> ((Scalar) item).text()).toList();
        }

        private static @Nullable Double number(@Nullable Object value) {
            return value instanceof Number number ? (Double) number.doubleValue() : null;
        }
    }
}
