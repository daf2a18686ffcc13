package dev.jcompose.compose.bind;

import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Path;
import dev.jcompose.compose.problem.Problems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a value of the canonical model becomes its exact value, and what of it is printed. */
public sealed interface Type {
    /** A value without parts that are structs of their own. */
    record Leaf(Conversion conversion) implements Type {}

    /** A boolean, for which Compose also takes the words of YAML 1.1, with a warning. */
    record Flag(Conversion conversion) implements Type {}

    /** A list; an empty one says nothing. */
    record ListOf(Type item) implements Type {}

    /**
     * A mapping with the user's own keys, in the order of their code points.
     *
     * @param nullable whether a key without a value says something
     * @param named whether the keys are names of things, so that none of them is an extension
     */
    record MapOf(Type value, boolean nullable, boolean named) implements Type {}

    /**
     * A mapping with known keys, which come out in this order; extensions follow them.
     *
     * @param shown the fields that are there whatever is given
     * @param places where each key is among the fields
     * @param keepEmpty whether a mapping without any value still says something
     */
    record Struct(List<Field> fields, List<Field> shown, Map<String, Integer> places, boolean keepEmpty)
            implements Type {
        static Struct of(List<Field> fields, boolean keepEmpty) {
            Map<String, Integer> places = HashMap.newHashMap(fields.size());
            fields.forEach(field -> places.put(field.key, places.size()));
            List<Field> shown = fields.stream().filter(Field::inYaml).toList();
            return new Struct(List.copyOf(fields), shown, places, keepEmpty);
        }

        /** The field of a known key, else null. */
        @Nullable
        Field field(String key) {
            Integer place = places.get(key);
            return place == null ? null : fields.get(place);
        }

        /** The type of a known key, else null. */
        public @Nullable Type type(String key) {
            Field field = field(key);
            return field == null ? null : field.type;
        }

        /** The order of keys is that of the fields; keys that are none come last. */
        int compare(String left, String right) {
            return Integer.compare(places.getOrDefault(left, fields.size()), places.getOrDefault(right, fields.size()));
        }
    }

    /**
     * A known key of a struct.
     *
     * @param jsonKey the key in JSON, where Compose prints another than in YAML
     * @param inJson what JSON shows where the value is absent
     * @param inYaml whether YAML shows the same then
     */
    record Field(String key, Type type, String jsonKey, Absent inJson, boolean inYaml) {}

    /** What JSON shows of an absent value. */
    enum Absent {
        NOTHING,
        NULL,
        EMPTY_OBJECT,
        EMPTY_TEXT,
        ZERO,
        ZERO_TEXT,
        HOOK;

        /** The value that says as much as its absence. */
        public @Nullable Object value() {
            return switch (this) {
                case EMPTY_TEXT -> "";
                case ZERO -> 0L;
                case ZERO_TEXT -> "0";
                case NOTHING, NULL, EMPTY_OBJECT, HOOK -> null;
            };
        }
    }

    /** The exact value, or null where it says no more than its absence would. */
    @FunctionalInterface
    interface Conversion {
        @Nullable
        Node convert(Node node) throws BindException;
    }

    /** Gives the exact value of {@code node}, which comes of a file; what has none is reported and left out. */
    default @Nullable Node bind(Node node, Path path, Problems problems) {
        return new Binding(problems, true).bind(this, node, path);
    }

    /** The same of a value that was bound before, where a key like {@code x-a} may have been an item of a list. */
    default @Nullable Node rebind(Node node, Path path, Problems problems) {
        return new Binding(problems, false).bind(this, node, path);
    }
}
