package dev.jcompose.compose.output;

import dev.jcompose.compose.bind.ComposeTypes;
import dev.jcompose.compose.bind.Type;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Numbers;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Trees as YAML in block style, two spaces a level. */
@SuppressWarnings("ReferenceEquality") // one type is told by identity
public final class YamlWriter {
    private static final int STEP = 2;

    private final StringBuilder out = new StringBuilder();
    private final int step;
    private final boolean sorts;

    private YamlWriter(int step, boolean sorts) {
        this.step = step;
        this.sorts = sorts;
    }

    /** A bound project in the order of its types; {@code services} is there even when empty. */
    public static String project(Mapping tree) {
        YamlWriter writer = new YamlWriter(STEP, true);
        Mapping.Builder shown = Mapping.builder(tree.origin());
        if (tree.string("name") != null) {
            shown.put("name", new Scalar(tree.string("name"), tree.origin()));
        }
        Node services = tree.get("services");
        shown.put("services", services == null ? Mapping.empty(tree.origin()) : services);
        tree.entries().stream().filter(entry -> !entry.key().equals("name")).forEach(shown::put);
        writer.mapping(shown.build(), ComposeTypes.PROJECT, 0);
        return writer.out.toString();
    }

    /** A tree of the user's own keys. */
    public static String sorted(Mapping tree) {
        YamlWriter writer = new YamlWriter(STEP, true);
        writer.mapping(tree, null, 0);
        return writer.out.toString();
    }

    /** A mapping of mappings: its own keys sorted, theirs in their order, each indented by {@code step}. */
    public static String inOrder(Mapping tree, int step) {
        YamlWriter writer = new YamlWriter(step, false);
        Mapping.Builder sorted = Mapping.builder(tree.origin());
        ordered(tree, null).forEach(sorted::put);
        writer.mapping(sorted.build(), null, 0);
        return tree.isEmpty() ? "{}\n" : writer.out.toString();
    }

    /** Known keys in the order in which they were bound, the user's own sorted, also those that extend a struct. */
    private static List<Mapping.Entry> ordered(Mapping mapping, @Nullable Type type) {
        List<Mapping.Entry> entries = new ArrayList<>();
        Map<String, Mapping.Entry> own = new TreeMap<>(KeyOrder.INSTANCE);
        for (Mapping.Entry entry : mapping.entries()) {
            boolean known = type instanceof Type.Struct && !entry.key().startsWith("x-");
            if (known || type == ComposeTypes.ULIMIT) {
                entries.add(entry);
            } else {
                own.put(entry.key(), entry);
            }
        }
        entries.addAll(own.values());
        return entries;
    }

    private static @Nullable Type below(@Nullable Type type, String key) {
        return switch (type) {
            case Type.Struct struct -> struct.type(key);
            case Type.MapOf map -> map.value();
            case null, default -> null;
        };
    }

    private void mapping(Mapping mapping, @Nullable Type type, int indent) {
        boolean first = true;
        for (Mapping.Entry entry : sorts ? ordered(mapping, type) : mapping.entries()) {
            if (!first || indent == 0 || out.charAt(out.length() - 1) == '\n') {
                out.repeat(' ', indent);
            }
            first = false;
            if (YamlText.isSimpleKey(entry.key())) {
                YamlText.appendKey(out, entry.key());
                out.append(':');
                value(entry.value(), below(type, entry.key()), indent);
            } else {
                out.append("? ");
                YamlText.append(out, entry.key(), indent + 2);
                out.append('\n').repeat(' ', indent).append(": ");
                item(entry.value(), below(type, entry.key()), indent + 2);
            }
        }
    }

    /** What follows a key's colon, to the end of its lines. */
    private void value(Node node, @Nullable Type type, int indent) {
        switch (node) {
            case Mapping limits
            when type == ComposeTypes.ULIMIT -> {
                out.append('\n');
                mapping(both(limits), type, indent + step);
            }
            case Mapping mapping
            when !mapping.isEmpty() -> {
                out.append('\n');
                mapping(mapping, type, indent + step);
            }
            case Sequence sequence
            when !sequence.items().isEmpty() -> {
                out.append('\n');
                sequence(sequence, type, indent + step);
            }
            default -> {
                out.append(' ');
                leaf(node, indent + step);
                out.append('\n');
            }
        }
    }

    /** A limit of nothing is left out of the model, yet written. */
    private static Mapping both(Mapping limits) {
        Mapping.Builder both = Mapping.builder(limits.origin());
        for (String key : List.of("soft", "hard")) {
            Node limit = limits.get(key);
            both.put(key, limit == null ? new Scalar(0L, limits.origin()) : limit);
        }
        return both.build();
    }

    private void sequence(Sequence sequence, @Nullable Type type, int indent) {
        Type below = type instanceof Type.ListOf list ? list.item() : null;
        boolean first = true;
        for (Node item : sequence.items()) {
            if (!first || out.charAt(out.length() - 1) == '\n') {
                out.repeat(' ', indent);
            }
            first = false;
            out.append("- ");
            item(item, below, indent + 2);
        }
    }

    /** What follows a dash, or the colon of a key that has a line of its own. */
    private void item(Node item, @Nullable Type type, int indent) {
        switch (item) {
            case Mapping mapping when !mapping.isEmpty() -> mapping(mapping, type, indent);
            case Sequence nested when !nested.items().isEmpty() -> sequence(nested, type, indent);
            default -> {
                leaf(item, indent);
                out.append('\n');
            }
        }
    }

    private void leaf(Node node, int indent) {
        switch (node) {
            case Mapping ignored -> out.append("{}");
            case Sequence ignored -> out.append("[]");
            case Scalar scalar -> scalar(scalar.value(), indent);
        }
    }

    private void scalar(@Nullable Object value, int indent) {
        switch (value) {
            case null -> out.append("null");
            case String text -> YamlText.append(out, text, indent);
            case Double number -> out.append(number(number));
            case Float number -> out.append(number(number));
            case OffsetDateTime time -> out.append(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time));
            default -> out.append(value);
        }
    }

    private static String number(Number number) {
        double value = number.doubleValue();
        if (Double.isNaN(value)) {
            return ".nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? ".inf" : "-.inf";
        }
        return Numbers.general(number);
    }
}
