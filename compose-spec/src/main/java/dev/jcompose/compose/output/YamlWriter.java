package dev.jcompose.compose.output;

import dev.jcompose.compose.node.CodePoints;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Numbers;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trees as YAML in block style, two spaces a level. */
public final class YamlWriter {
    private final StringBuilder out = new StringBuilder();
    private final boolean sorted;

    private YamlWriter(boolean sorted) {
        this.sorted = sorted;
    }

    /** A bound project in its own order; {@code services} is there even when empty. */
    public static String project(Mapping tree) {
        YamlWriter writer = new YamlWriter(false);
        Mapping.Builder shown = Mapping.builder(tree.origin());
        if (tree.string("name") != null) {
            shown.put("name", new Scalar(tree.string("name"), tree.origin()));
        }
        Node services = tree.get("services");
        shown.put("services", services == null ? Mapping.empty(tree.origin()) : services);
        tree.entries().stream().filter(entry -> !entry.key().equals("name")).forEach(shown::put);
        writer.mapping(shown.build(), 0);
        return writer.out.toString();
    }

    /** A tree with keys in the order of their code points. */
    public static String sorted(Mapping tree) {
        YamlWriter writer = new YamlWriter(true);
        writer.mapping(tree, 0);
        return writer.out.toString();
    }

    private void mapping(Mapping mapping, int indent) {
        List<Mapping.Entry> entries = new ArrayList<>(mapping.entries());
        if (sorted) {
            entries.sort(Comparator.comparing(Mapping.Entry::key, CodePoints.ORDER));
        }
        boolean first = true;
        for (Mapping.Entry entry : entries) {
            if (!first || indent == 0 || out.charAt(out.length() - 1) == '\n') {
                out.repeat(' ', indent);
            }
            first = false;
            if (YamlText.isSimpleKey(entry.key())) {
                YamlText.append(out, entry.key(), indent + 2);
                out.append(':');
                value(entry.value(), indent);
            } else {
                out.append("? ");
                YamlText.append(out, entry.key(), indent + 2);
                out.append('\n').repeat(' ', indent).append(": ");
                item(entry.value(), indent + 2);
            }
        }
    }

    /** What follows a key's colon, to the end of its lines. */
    private void value(Node node, int indent) {
        switch (node) {
            case Mapping mapping
            when !mapping.isEmpty() -> {
                out.append('\n');
                mapping(mapping, indent + 2);
            }
            case Sequence sequence
            when !sequence.items().isEmpty() -> {
                out.append('\n');
                sequence(sequence, indent + 2);
            }
            default -> {
                out.append(' ');
                leaf(node, indent + 2);
                out.append('\n');
            }
        }
    }

    private void sequence(Sequence sequence, int indent) {
        for (Node item : sequence.items()) {
            out.repeat(' ', indent).append("- ");
            item(item, indent + 2);
        }
    }

    /** What follows a dash, or the colon of a key that has a line of its own. */
    private void item(Node item, int indent) {
        switch (item) {
            case Mapping mapping when !mapping.isEmpty() -> mapping(mapping, indent);
            case Sequence nested
            when !nested.items().isEmpty() -> {
                out.setLength(out.length() - 1);
                out.append('\n');
                sequence(nested, indent);
            }
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
            case OffsetDateTime time -> out.append(time);
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
