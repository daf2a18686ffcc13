package dev.jcompose.compose.bind;

import dev.jcompose.compose.node.CodePoints;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists and mappings of plain values, from whichever of their notations. */
final class Collections {
    private Collections() {}

    /** One string or a list of strings. */
    static @Nullable Node texts(Node node) throws BindException {
        return switch (node) {
            case Scalar scalar when scalar.value() == null -> null;
            case Scalar scalar when scalar.string() != null -> new Sequence(List.of(scalar), node.origin());
            case Sequence sequence -> strings(sequence);
            default -> throw new BindException("must be a string or a list of strings");
        };
    }

    private static @Nullable Node strings(Sequence sequence) throws BindException {
        for (Node item : sequence.items()) {
            if (!(item instanceof Scalar scalar) || scalar.string() == null) {
                throw new BindException("must be a list of strings");
            }
        }
        return sequence.items().isEmpty() ? null : sequence;
    }

    /** A list of strings and numbers, as strings. */
    static @Nullable Node textsOrNumbers(Node node) throws BindException {
        return switch (node) {
            case Scalar scalar when scalar.value() == null -> null;
            case Scalar scalar when scalar.string() != null -> new Sequence(List.of(scalar), node.origin());
            case Sequence sequence ->
                sequence.items().isEmpty()
                        ? null
                        : sequence.map(item -> item instanceof Scalar scalar ? scalar.withValue(scalar.text()) : item);
            default -> throw new BindException("must be a list");
        };
    }

    /** A command: words, or a line to be split into words. An empty one says something. */
    static @Nullable Node command(Node node) throws BindException {
        return switch (node) {
            case Scalar scalar when scalar.string() != null -> words(scalar);
            case Scalar ignored -> null;
            case Sequence sequence -> sequence;
            case Mapping ignored -> throw new BindException("must be a string or a list of strings");
        };
    }

    private static Node words(Scalar line) throws BindException {
        List<Node> words = new ArrayList<>();
        for (String word : ShellWords.split(line.text())) {
            words.add(line.withValue(word));
        }
        return new Sequence(words, line.origin());
    }

    /** The test of a health check; a string is run by a shell. */
    static @Nullable Node test(Node node) throws BindException {
        return switch (node) {
            case Scalar scalar
            when scalar.string() != null -> new Sequence(List.of(scalar.withValue("CMD-SHELL"), scalar), node.origin());
            case Scalar scalar when scalar.value() == null -> null;
            case Sequence sequence -> sequence.items().isEmpty() ? null : sequence;
            default -> throw new BindException("must be a string or a list of strings");
        };
    }

    /** Variables: a name without a value is known to have none. */
    static @Nullable Node variables(Node node) throws BindException {
        return switch (node) {
            case Mapping mapping -> byKey(mapping.map((key, value) -> value.isNull() ? value : textual(value)));
            case Sequence sequence -> {
                Mapping.Builder entries = Mapping.builder(sequence.origin());
                for (Node item : sequence.items()) {
                    variable(entries, item);
                }
                yield byKey(entries.build());
            }
            case Scalar ignored -> null;
        };
    }

    private static void variable(Mapping.Builder entries, Node item) throws BindException {
        String text = item instanceof Scalar scalar ? scalar.text() : "";
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        if (!name.isEmpty() && Character.isWhitespace(name.charAt(name.length() - 1))) {
            throw new BindException("environment variable %s is declared with a trailing space".formatted(name));
        }
        put(entries, name, equals < 0 ? null : text.substring(equals + 1), item);
    }

    private static void put(Mapping.Builder entries, String key, @Nullable String value, Node from) {
        entries.put(key, from.position(), new Scalar(value, from.origin()));
    }

    private static @Nullable Mapping byKey(Mapping entries) {
        return entries.isEmpty() ? null : entries.sorted();
    }

    /** The value as text; the same one where it is. */
    private static Node textual(Node node) {
        return node instanceof Scalar scalar ? scalar.withValue(text(scalar)) : new Scalar(text(node), node.origin());
    }

    private static String text(Node node) {
        return node.isNull() ? "" : node.text();
    }

    /** Text by key; a key without a value has the empty one. */
    static @Nullable Node texted(Node node) throws BindException {
        return switch (node) {
            case Mapping mapping -> byKey(mapping.map((key, value) -> textual(value)));
            case Sequence sequence -> {
                Mapping.Builder entries = Mapping.builder(sequence.origin());
                for (Node item : sequence.items()) {
                    String text = text(item);
                    int equals = text.indexOf('=');
                    put(
                            entries,
                            equals < 0 ? text : text.substring(0, equals),
                            equals < 0 ? "" : text.substring(equals + 1),
                            item);
                }
                yield byKey(entries.build());
            }
            case Scalar scalar when scalar.isNull() -> null;
            case Scalar ignored -> throw new BindException("must be a mapping or a list of key=value");
        };
    }

    /** Lists of text by key, from single values too. */
    static @Nullable Node multiple(Node node) throws BindException {
        if (node.isNull()) {
            return null;
        }
        if (!(node instanceof Mapping mapping)) {
            throw new BindException("must be a mapping");
        }
        Mapping all = mapping.sorted().map((key, value) -> {
            Sequence values =
                    value instanceof Sequence sequence ? sequence : new Sequence(List.of(value), value.origin());
            return values.map(item -> new Scalar(item.isNull() ? "<nil>" : text(item), item.origin()));
        });
        return all.isEmpty() ? null : all;
    }

    /** Hosts with their addresses, as a sorted list of {@code host=address}. */
    static @Nullable Node hosts(Node node) throws BindException {
        List<Scalar> hosts = new ArrayList<>();
        switch (node) {
            case Mapping mapping -> {
                for (Mapping.Entry entry : mapping.entries()) {
                    List<Node> addresses =
                            entry.value() instanceof Sequence sequence ? sequence.items() : List.of(entry.value());
                    for (Node address : addresses) {
                        if (address instanceof Mapping extension) {
                            throw new BindException(
                                    "%s is an extension here and no host (a list, - name=address, may name it)"
                                            .formatted(String.join(", ", extension.keys())));
                        }
                        hosts.add(host(entry.key(), text(address), entry.value()));
                    }
                }
            }
            case Sequence sequence -> {
                for (Node item : sequence.items()) {
                    String text = text(item);
                    int separator = text.indexOf('=') >= 0 ? text.indexOf('=') : text.indexOf(':');
                    if (separator < 0) {
                        throw new BindException("invalid additional host, missing IP: " + text);
                    }
                    for (String address : text.substring(separator + 1).split(",", -1)) {
                        hosts.add(host(text.substring(0, separator), address, item));
                    }
                }
            }
            case Scalar ignored -> {
                return null;
            }
        }
        hosts.sort(Comparator.comparing(Scalar::text, CodePoints.ORDER));
        return hosts.isEmpty() ? null : new Sequence(List.copyOf(hosts), node.origin());
    }

    private static Scalar host(String name, String address, Node from) throws BindException {
        if (name.isEmpty() || name.indexOf(':') >= 0 || name.indexOf('=') >= 0) {
            throw new BindException("bad host name '%s'".formatted(name));
        }
        boolean bracketed = address.length() > 2 && address.startsWith("[") && address.endsWith("]");
        String plain = bracketed ? address.substring(1, address.length() - 1) : address;
        return new Scalar(name + "=" + plain, from.origin());
    }

    /** A limit for both soft and hard, or one for each. */
    static @Nullable Node ulimit(Node node) throws BindException {
        return switch (node) {
            case Scalar scalar
            when scalar.value() instanceof Long value -> value == 0 ? Mapping.empty(node.origin()) : scalar;
            case Mapping mapping -> {
                Mapping.Builder limits = Mapping.builder(node.origin());
                for (String key : List.of("soft", "hard")) {
                    Node limit = mapping.get(key);
                    Node bound = limit == null ? null : Scalars.integer(limit);
                    if (bound != null) {
                        limits.put(key, bound);
                    }
                }
                yield limits.build();
            }
            default -> throw new BindException("must be an integer or a mapping of soft and hard");
        };
    }

    /** Keys for builds by id, as {@code id} or {@code id=path}. */
    static @Nullable Node ssh(Node node) throws BindException {
        if (node instanceof Sequence sequence) {
            return sequence; // bound before
        }
        if (!(node instanceof Mapping keys)) {
            throw new BindException("must be a list of keys");
        }
        List<Node> list = new ArrayList<>();
        for (Mapping.Entry entry : keys.entries()) {
            if (entry.value() instanceof Mapping extension) {
                throw new BindException("%s is an extension here and no key (a list, - id=path, may name it)"
                        .formatted(String.join(", ", extension.keys())));
            }
            String text = text(entry.value());
            list.add(new Scalar(
                    text.isEmpty() ? entry.key() : entry.key() + "=" + text,
                    entry.value().origin()));
        }
        return list.isEmpty() ? null : new Sequence(list, node.origin());
    }
}
