package dev.jcompose.compose.output;

import dev.jcompose.compose.bind.ComposeTypes;
import dev.jcompose.compose.bind.Type;
import dev.jcompose.compose.node.CodePoints;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Numbers;
import dev.jcompose.compose.node.Origin;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trees as JSON: exactly as Compose prints a project, sorted, or compact and whole. */
public final class JsonWriter {
    /** A key and what is written after it. */
    private record Member(String key, Runnable value) {}

    private final StringBuilder out = new StringBuilder();
    private final String indent;
    private final boolean inHtml;
    private int depth;

    private JsonWriter(String indent, boolean inHtml) {
        this.indent = indent;
        this.inHtml = inHtml;
    }

    /** The tree whole, on one line, in its own order. */
    public static String plain(Node tree) {
        JsonWriter writer = new JsonWriter("", true);
        writer.untyped(tree, false);
        return writer.out.toString();
    }

    /**
     * A model before its variables are replaced, as Compose prints it: whole, indented, with keys in the order of their code
     * points. A list of variables of which resolving left none is null, while one that a file leaves empty is not.
     */
    public static String model(Node tree) {
        JsonWriter writer = new JsonWriter("  ", true);
        writer.untyped(tree, true);
        return writer.out.toString();
    }

    /** The tree whole, indented by {@code step}, in its own order, with {@code <}, {@code >} and {@code &} as they are. */
    public static String inOrder(Node tree, int step) {
        JsonWriter writer = new JsonWriter(" ".repeat(step), false);
        writer.untyped(tree, false);
        return writer.out.toString();
    }

    /** A bound project as Compose prints it: sections sorted, extensions only at the top, no models. */
    public static String project(Mapping tree) {
        JsonWriter writer = new JsonWriter("  ", true);
        List<Member> members = new ArrayList<>();
        for (Type.Field field : ComposeTypes.PROJECT.fields()) {
            Node value = tree.get(field.key());
            if (field.key().equals("name")) {
                members.add(new Member("name", () -> writer.text(tree.string("name"))));
            } else if (field.key().equals("services")) {
                members.add(new Member("services", () -> writer.services(value)));
            } else if (value != null && !field.key().equals("models")) {
                members.add(new Member(field.key(), () -> writer.typed(value, field.type())));
            }
        }
        for (Mapping.Entry entry : tree.entries()) {
            if (entry.key().startsWith("x-")) {
                members.add(new Member(entry.key(), () -> writer.untyped(entry.value(), true)));
            }
        }
        members.sort(Comparator.comparing(Member::key, CodePoints.ORDER));
        writer.object(members);
        return writer.out.toString();
    }

    private void services(@Nullable Node services) {
        if (services == null) {
            out.append("{}");
        } else {
            typed(services, new Type.MapOf(ComposeTypes.SERVICE, false, true));
        }
    }

    private void text(@Nullable String text) {
        JsonText.append(out, text == null ? "" : text, inHtml);
    }

    private void typed(Node node, Type type) {
        switch (type) {
            case Type.Struct struct when node instanceof Mapping mapping -> struct(mapping, struct);
            case Type.ListOf list
            when node instanceof Sequence sequence -> array(sequence.items(), item -> typed(item, list.item()));
            case Type.MapOf map
            when node instanceof Mapping mapping ->
                object(mapping.entries().stream()
                        .map(entry -> new Member(entry.key(), () -> typed(entry.value(), map.value())))
                        .toList());
            default -> untyped(node, false);
        }
    }

    private void struct(Mapping mapping, Type.Struct struct) {
        List<Member> members = new ArrayList<>();
        for (Type.Field field : struct.fields()) {
            Node value = mapping.get(field.key());
            if (value != null) {
                members.add(new Member(field.jsonKey(), () -> typed(value, field.type())));
            } else if (field.inJson() != Type.Absent.NOTHING) {
                members.add(new Member(field.jsonKey(), () -> absent(field.inJson())));
            }
        }
        object(members);
    }

    private void absent(Type.Absent form) {
        switch (form) {
            case NOTHING -> throw new IllegalArgumentException("nothing is not written");
            case NULL, EMPTY_TEXT, ZERO, ZERO_TEXT -> scalar(form.value());
            case EMPTY_OBJECT -> out.append("{}");
            case HOOK -> object(List.of(new Member("command", () -> out.append("null"))));
        }
    }

    private void untyped(Node node, boolean sorted) {
        switch (node) {
            case Scalar scalar -> scalar(scalar.value());
            case Sequence sequence when sorted && isEmptied(sequence) -> out.append("null");
            case Sequence sequence -> array(sequence.items(), item -> untyped(item, sorted));
            case Mapping mapping -> {
                List<Member> members = new ArrayList<>();
                mapping.entries()
                        .forEach(entry -> members.add(new Member(entry.key(), () -> untyped(entry.value(), sorted))));
                if (sorted) {
                    members.sort(Comparator.comparing(Member::key, CodePoints.ORDER));
                }
                object(members);
            }
        }
    }

    private static boolean isEmptied(Sequence sequence) {
        return sequence.items().isEmpty() && sequence.origin().step() == Origin.Step.NORMALISATION;
    }

    private void scalar(@Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case String text -> JsonText.append(out, text, inHtml);
            case Double number -> out.append(Numbers.json(number));
            case Float number -> out.append(Numbers.json(number));
            case OffsetDateTime time ->
                JsonText.append(out, DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time), inHtml);
            default -> out.append(value);
        }
    }

    private void array(List<Node> items, java.util.function.Consumer<Node> write) {
        if (items.isEmpty()) {
            out.append("[]");
            return;
        }
        out.append('[');
        depth++;
        boolean first = true;
        for (Node item : items) {
            separate(first);
            first = false;
            write.accept(item);
        }
        close(']');
    }

    private void object(List<Member> members) {
        if (members.isEmpty()) {
            out.append("{}");
            return;
        }
        out.append('{');
        depth++;
        boolean first = true;
        for (Member member : members) {
            separate(first);
            first = false;
            JsonText.append(out, member.key, inHtml);
            out.append(indent.isEmpty() ? ":" : ": ");
            member.value.run();
        }
        close('}');
    }

    private void separate(boolean first) {
        if (!first) {
            out.append(',');
        }
        newLine();
    }

    private void close(char bracket) {
        depth--;
        newLine();
        out.append(bracket);
    }

    private void newLine() {
        if (!indent.isEmpty()) {
            out.append('\n').repeat(indent, depth);
        }
    }
}
