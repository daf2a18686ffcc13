package dev.jcompose.compose.source;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Origin;
import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import dev.jcompose.compose.problem.Problem;
import dev.jcompose.compose.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;

/**
 * The events of one YAML document to nodes: keys are text and unique, merge keys are merged, aliases share a node. No
 * tree of the parser's own comes between, which would be as large again.
 */
final class NodeReader {
    private static final String RESET = "!reset";
    private static final String OVERRIDE = "!override";
    /** How many keys are shared; a file with more has names of its own among them, each of which comes but a few times. */
    private static final int MOST_SHARED = 1000;

    private static final List<List<String>> ITSELF = List.of(List.of());

    /**
     * A value that was read.
     *
     * @param node null where the value is marked to be left out
     * @param resets paths of reset marks, relative to the value
     */
    private record Read(@Nullable Node node, List<List<String>> resets) {}

    private final String file;
    private final String text;
    private final Parser events;
    private final Problems problems;
    /** The keys met so far, as the same few come again and again: one string each is smaller, and quicker to compare. */
    private final Map<String, String> keys = new HashMap<>();

    private final Map<String, Read> anchors = new HashMap<>();
    private final Set<String> open = new HashSet<>();

    /** How many values around the one that is read are marked to be left out; their faults are none. */
    private int leftOut;

    NodeReader(String file, String text, Parser events, Problems problems) {
        this.file = file;
        this.text = text;
        this.events = events;
        this.problems = problems;
    }

    /** The document that begins with the next event. */
    Document document() {
        events.getEvent();
        Origin origin = Origin.file(position(events.peekEvent()));
        Read read = value(origin.position());
        events.getEvent();
        return new Document(read.node == null ? new Scalar(null, origin) : read.node, read.resets, text);
    }

    /** @param from where a ring is told that this value closes */
    private Read value(Position from) {
        Event event = events.getEvent();
        if (event instanceof AliasEvent alias) {
            return aliased(alias, from);
        }
        NodeEvent node = (NodeEvent) event;
        String anchor = node.getAnchor();
        if (anchor == null) {
            return marked(node);
        }
        anchors.remove(anchor);
        open.add(anchor);
        Read read = marked(node);
        open.remove(anchor);
        anchors.put(anchor, read);
        return read;
    }

    private Read aliased(AliasEvent alias, Position from) {
        Read read = anchors.get(alias.getAnchor());
        if (read != null) {
            return read;
        }
        if (!open.contains(alias.getAnchor())) {
            String name = alias.getAnchor();
            throw new UnreadableException(
                    "yaml",
                    position(alias),
                    "nothing above is anchored as &" + name,
                    "put *%s in quotes where it is text".formatted(name));
        }
        error("alias-cycle", from, "an alias refers to the value that holds it", null);
        return new Read(null, List.of());
    }

    private Read marked(NodeEvent event) {
        String tag = event instanceof ScalarEvent scalar ? scalar.getTag() : ((CollectionStartEvent) event).getTag();
        if (RESET.equals(tag)) {
            leftOut++;
            unmarked(event);
            leftOut--;
            return new Read(null, ITSELF);
        }
        Read read = unmarked(event);
        return OVERRIDE.equals(tag) ? new Read(read.node, ITSELF) : read;
    }

    private Read unmarked(NodeEvent event) {
        return switch (event) {
            // A merge key as a value is none, as in Compose.
            case ScalarEvent scalar -> new Read(isMerge(scalar) ? null : scalar(scalar), List.of());
            case MappingStartEvent mapping -> mapping(mapping);
            default -> sequence(event);
        };
    }

    private Read sequence(Event start) {
        List<Node> items = new ArrayList<>();
        List<List<String>> resets = new ArrayList<>();
        int index = 0;
        while (!events.checkEvent(Event.ID.SequenceEnd)) {
            Read read = value(position(events.peekEvent()));
            below(Integer.toString(index++), read.resets, resets);
            if (read.node != null) {
                items.add(read.node);
            }
        }
        events.getEvent();
        return new Read(new Sequence(items, Origin.file(position(start))), resets);
    }

    private Read mapping(Event start) {
        Mapping.Builder entries = Mapping.builder(Origin.file(position(start)));
        Map<String, Position> seen = new HashMap<>();
        List<List<String>> resets = new ArrayList<>();
        List<Read> merged = new ArrayList<>();
        while (!events.checkEvent(Event.ID.MappingEnd)) {
            Event keyEvent = events.peekEvent();
            Position at = position(keyEvent);
            String key = key(value(at), keyEvent, at);
            Position first = key == null ? null : seen.putIfAbsent(key, at);
            if (key != null && first != null) {
                duplicate(key, at, first);
            }
            if (key == null || first != null) {
                leftOut++;
                value(at);
                leftOut--;
            } else if (isMerge(keyEvent)) {
                merge(at, merged);
            } else {
                Read read = value(at);
                below(key, read.resets, resets);
                if (read.node != null) {
                    entries.put(new Mapping.Entry(key, at, read.node));
                }
            }
        }
        events.getEvent();
        for (Read read : merged) {
            resets.addAll(read.resets);
            if (read.node instanceof Mapping other) {
                other.entries().forEach(entries::putIfAbsent);
            }
        }
        return new Read(entries.build(), resets);
    }

    /** What {@code <<} brings: a mapping or a list of mappings, of which the first that has a key wins. */
    private void merge(Position at, List<Read> merged) {
        List<Read> brought = new ArrayList<>();
        if (events.checkEvent(Event.ID.SequenceStart)) {
            events.getEvent();
            while (!events.checkEvent(Event.ID.SequenceEnd)) {
                brought.add(value(at));
            }
            events.getEvent();
        } else {
            Read read = value(at);
            if (read.node instanceof Sequence aliased) {
                aliased.items().forEach(item -> brought.add(new Read(item, List.of())));
            } else {
                brought.add(read);
            }
        }
        if (brought.stream().anyMatch(read -> read.node != null && !(read.node instanceof Mapping))) {
            error("merge-key", at, "\"<<\" takes a mapping or a list of mappings", null);
        }
        merged.addAll(brought);
    }

    private static void below(String segment, List<List<String>> relative, List<List<String>> resets) {
        for (List<String> path : relative) {
            List<String> longer = new ArrayList<>(path.size() + 1);
            longer.add(segment);
            longer.addAll(path);
            resets.add(longer);
        }
    }

    private @Nullable String key(Read read, Event event, Position at) {
        if (isMerge(event)) {
            return "<<";
        }
        if (read.node instanceof Scalar scalar && scalar.string() != null) {
            return shared(scalar.text());
        }
        String what = event instanceof ScalarEvent scalar
                ? scalar.getValue()
                : read.node instanceof Scalar scalar ? scalar.text() : "a collection";
        error("non-string-key", at, "key %s is not text".formatted(what), "put it in quotes");
        return null;
    }

    private String shared(String key) {
        String first = keys.get(key);
        if (first != null) {
            return first;
        }
        if (keys.size() < MOST_SHARED) {
            keys.put(key, key);
        }
        return key;
    }

    private static boolean isMerge(Event key) {
        return key instanceof ScalarEvent scalar
                && scalar.getValue().equals("<<")
                && (scalar.getTag() == null ? scalar.getImplicit().canOmitTagInPlainScalar() : isMergeTag(scalar));
    }

    private static boolean isMergeTag(ScalarEvent key) {
        return key.getTag().equals("!") || key.getTag().equals(TaggedScalars.PREFIX + "merge");
    }

    private Scalar scalar(ScalarEvent event) {
        Position position = position(event);
        Object value = event.getImplicit().canOmitTagInPlainScalar()
                ? PlainScalars.resolve(event.getValue())
                : event.getTag() == null
                        ? event.getValue()
                        : TaggedScalars.resolve(
                                event.getTag(),
                                event.getValue(),
                                message -> error("wrong-type", position, message, null));
        return new Scalar(value, Origin.file(position));
    }

    private void error(String code, Position at, String message, @Nullable String suggestion) {
        if (leftOut == 0) {
            problems.error(code, at, message, suggestion);
        }
    }

    private void duplicate(String key, Position at, Position first) {
        if (leftOut == 0) {
            String message = "key \"%s\" is already set at line %d".formatted(key, first.line());
            problems.error("duplicate-key", at, message, new Problem.Related(first, "set here"));
        }
    }

    private Position position(Event event) {
        return YamlReader.position(file, event.getStartMark());
    }
}
