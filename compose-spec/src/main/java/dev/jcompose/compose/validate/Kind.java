package dev.jcompose.compose.validate;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The kinds of values that the schema speaks of, and when two values are the same one. */
public final class Kind {
    private Kind() {}

    static boolean is(Node node, String type) {
        return switch (node) {
            case Mapping ignored -> type.equals("object");
            case Sequence ignored -> type.equals("array");
            case Scalar scalar -> isScalar(scalar.value(), type);
        };
    }

    private static boolean isScalar(@Nullable Object value, String type) {
        return switch (value) {
            case null -> type.equals("null");
            case String ignored -> type.equals("string");
            case OffsetDateTime ignored -> type.equals("string");
            case Boolean ignored -> type.equals("boolean");
            case Long ignored -> type.equals("integer") || type.equals("number");
            case BigInteger ignored -> type.equals("integer") || type.equals("number");
            case Number number ->
                Double.isFinite(number.doubleValue())
                        && (type.equals("number")
                                || (type.equals("integer") && number.doubleValue() == Math.rint(number.doubleValue())));
            default -> false;
        };
    }

    /** As users call it. */
    static String name(String type) {
        return type.equals("object") ? "mapping" : type.equals("array") ? "list" : type;
    }

    /** With an article: {@code an integer or string}. */
    static String names(List<String> types) {
        List<String> names = types.stream().map(Kind::name).sorted().toList();
        String article = names.getFirst().startsWith("i") ? "an " : "a ";
        if (names.size() == 1) {
            return article + names.getFirst();
        }
        return article + String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
    }

    /** What stands there, as an error names it: no texts, which may be long or secret, and no 1.1 where the file says 1.10. */
    public static String shown(Node node) {
        return switch (node) {
            case Mapping ignored -> "a mapping";
            case Sequence ignored -> "a list";
            case Scalar scalar ->
                switch (scalar.value()) {
                    case null -> "null";
                    case Boolean flag -> flag.toString();
                    case Long number -> number.toString();
                    case Double number when number.isNaN() -> ".nan";
                    case Double number when number.isInfinite() -> ".inf";
                    case Number ignored -> "a number";
                    default -> "a string";
                };
        };
    }

    /** A value that equals another exactly if both are the same JSON. */
    static Object comparable(Node node) {
        return switch (node) {
            case Mapping mapping -> {
                Map<String, Object> members = new TreeMap<>();
                mapping.forEach((key, value) -> members.put(key, comparable(value)));
                yield members;
            }
            case Sequence sequence ->
                sequence.items().stream().map(Kind::comparable).toList();
            case Scalar scalar -> comparable(scalar);
        };
    }

    private static Object comparable(Scalar scalar) {
        return switch (scalar.value()) {
            case null -> Kind.class;
            case Number number
            when Double.isFinite(number.doubleValue()) -> new BigDecimal(number.toString()).stripTrailingZeros();
            case Object value -> value;
        };
    }
}
