package dev.jcompose.compose.source;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Origin;
import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import dev.jcompose.compose.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The nodes of one YAML document to ours: keys are text and unique, merge keys are merged, aliases share a node. */
final class NodeReader {
    private static final long MAX_NODES = 10_000_000;
    private static final String RESET = "!reset";
    private static final String OVERRIDE = "!override";

    /**
     * A value that was read.
     *
     * @param node null where the value is marked to be left out
     * @param resets paths of reset marks, relative to the value
     * @param size how many nodes it has after aliases
     */
    private record Read(@Nullable Node node, List<List<String>> resets, long size) {}

    private final String file;
    private final Problems problems;
    private final IdentityHashMap<org.yaml.snakeyaml.nodes.Node, Read> done = new IdentityHashMap<>();
    private final IdentityHashMap<org.yaml.snakeyaml.nodes.Node, Boolean> open = new IdentityHashMap<>();
    private boolean tooMany;

    NodeReader(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /** Null where the document is too large to be one. */
    @Nullable
    Document document(org.yaml.snakeyaml.nodes.Node root) {
        Read read = read(root, YamlReader.position(file, root.getStartMark()));
        Node node = read.node == null ? new Scalar(null, origin(root)) : read.node;
        return tooMany ? null : new Document(node, read.resets);
    }

    private Read read(org.yaml.snakeyaml.nodes.Node node, Position from) {
        Read before = done.get(node);
        if (before != null) {
            return before;
        }
        if (open.put(node, true) != null) {
            problems.error("alias-cycle", from, "an alias refers to the value that holds it");
            return new Read(null, List.of(), 1);
        }
        Read read = marked(node);
        open.remove(node);
        done.put(node, read);
        return read;
    }

    private Read marked(org.yaml.snakeyaml.nodes.Node node) {
        String tag = node.getTag().getValue();
        if (tag.equals(RESET)) {
            return new Read(null, List.of(List.of()), 1);
        }
        Read read = switch (node) {
            case ScalarNode scalar -> new Read(scalar(scalar), List.of(), 1);
            case SequenceNode sequence -> sequence(sequence);
            case MappingNode mapping -> mapping(mapping);
            default -> throw new IllegalStateException("an anchor outlives the composer");
        };
        return tag.equals(OVERRIDE) ? new Read(read.node, List.of(List.of()), read.size) : read;
    }

    private Read sequence(SequenceNode sequence) {
        List<Node> items = new ArrayList<>();
        List<List<String>> resets = new ArrayList<>();
        long size = 1;
        int index = 0;
        for (org.yaml.snakeyaml.nodes.Node item : sequence.getValue()) {
            Read read = read(item, YamlReader.position(file, item.getStartMark()));
            size += read.size;
            below(Integer.toString(index++), read.resets, resets);
            if (read.node != null) {
                items.add(read.node);
            }
        }
        return counted(new Sequence(items, origin(sequence)), resets, size);
    }

    private Read mapping(MappingNode mapping) {
        Mapping.Builder entries = Mapping.builder(origin(mapping));
        Map<String, Position> seen = new HashMap<>();
        List<List<String>> resets = new ArrayList<>();
        List<Read> merged = new ArrayList<>();
        long size = 1;
        for (NodeTuple tuple : mapping.getValue()) {
            Position at = YamlReader.position(file, tuple.getKeyNode().getStartMark());
            String key = key(tuple.getKeyNode(), at);
            if (key == null) {
                continue;
            }
            Position first = seen.putIfAbsent(key, at);
            if (first != null) {
                problems.error(
                        "duplicate-key", at, "key \"%s\" is already set at line %d".formatted(key, first.line()));
                continue;
            }
            if (isMerge(tuple.getKeyNode())) {
                size += merge(tuple.getValueNode(), at, merged);
                continue;
            }
            Read read = read(tuple.getValueNode(), at);
            size += read.size;
            below(key, read.resets, resets);
            if (read.node != null) {
                entries.put(new Mapping.Entry(key, at, read.node));
            }
        }
        for (Read read : merged) {
            resets.addAll(read.resets);
            if (read.node instanceof Mapping other) {
                other.entries().forEach(entries::putIfAbsent);
            }
        }
        return counted(entries.build(), resets, size);
    }

    /** What {@code <<} brings: a mapping or a list of mappings, of which the first that has a key wins. */
    private long merge(org.yaml.snakeyaml.nodes.Node value, Position at, List<Read> merged) {
        List<org.yaml.snakeyaml.nodes.Node> sources =
                value instanceof SequenceNode sequence ? sequence.getValue() : List.of(value);
        long size = 0;
        for (org.yaml.snakeyaml.nodes.Node source : sources) {
            Read read = read(source, at);
            size += read.size;
            merged.add(read);
            if (read.node != null && !(read.node instanceof Mapping)) {
                problems.error("merge-key", at, "\"<<\" takes a mapping or a list of mappings");
            }
        }
        return size;
    }

    private Read counted(Node node, List<List<String>> resets, long size) {
        if (size > MAX_NODES && !tooMany) {
            tooMany = true;
            problems.missingFile(
                    "too-large", node.position(), "aliases make this more than %,d values".formatted(MAX_NODES));
        }
        return tooMany ? new Read(new Scalar(null, node.origin()), List.of(), 1) : new Read(node, resets, size);
    }

    private static void below(String segment, List<List<String>> relative, List<List<String>> resets) {
        for (List<String> path : relative) {
            List<String> longer = new ArrayList<>(path.size() + 1);
            longer.add(segment);
            longer.addAll(path);
            resets.add(longer);
        }
    }

    private @Nullable String key(org.yaml.snakeyaml.nodes.Node node, Position at) {
        if (node instanceof ScalarNode scalar && scalar(scalar).value() instanceof String text) {
            return text;
        }
        String what = node instanceof ScalarNode scalar ? scalar.getValue() : "a collection";
        problems.error("non-string-key", at, "key %s is not text".formatted(what), "put it in quotes");
        return null;
    }

    private static boolean isMerge(org.yaml.snakeyaml.nodes.Node key) {
        return key instanceof ScalarNode scalar
                && scalar.getValue().equals("<<")
                && (key.getTag().equals(YamlReader.PLAIN) || key.getTag().equals(Tag.MERGE));
    }

    private Scalar scalar(ScalarNode node) {
        return new Scalar(value(node), origin(node));
    }

    private @Nullable Object value(ScalarNode node) {
        String text = node.getValue();
        Tag tag = node.getTag();
        if (tag.equals(YamlReader.PLAIN)) {
            return PlainScalars.resolve(text);
        }
        if (tag.equals(Tag.BINARY)) {
            return binary(node, text);
        }
        if (tag.equals(Tag.FLOAT) && PlainScalars.resolve(text) instanceof Number number) {
            return number.doubleValue();
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.BOOL) || tag.equals(Tag.NULL) || tag.equals(Tag.FLOAT)) {
            return explicit(node, text, tag);
        }
        return text;
    }

    private @Nullable Object explicit(ScalarNode node, String text, Tag tag) {
        Object value = PlainScalars.resolve(text);
        boolean fits = tag.equals(Tag.INT)
                ? value instanceof Number && !(value instanceof Double)
                : tag.equals(Tag.BOOL) ? value instanceof Boolean : tag.equals(Tag.NULL) && value == null;
        if (!fits) {
            problems.error(
                    "wrong-type",
                    YamlReader.position(file, node.getStartMark()),
                    "\"%s\" is no %s"
                            .formatted(
                                    text,
                                    tag.getValue().substring(tag.getValue().lastIndexOf(':') + 1)));
        }
        return value;
    }

    private Object binary(ScalarNode node, String text) {
        try {
            return new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            problems.error(
                    "wrong-type", YamlReader.position(file, node.getStartMark()), "!!binary value is not base64");
            return text;
        }
    }

    private Origin origin(org.yaml.snakeyaml.nodes.Node node) {
        return Origin.file(YamlReader.position(file, node.getStartMark()));
    }
}
