package dev.jcompose.compose.source;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import dev.jcompose.compose.node.SharedTexts;
import dev.jcompose.compose.problem.Problem;
import dev.jcompose.compose.problem.Problems;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;

/**
 * The events of the YAML documents of a file to nodes: keys are text and unique, merge keys are merged, aliases share a node. No
 * tree of the parser's own comes between, which would be as large again.
 */
final class NodeReader {
    private static final String RESET = "!reset";
    private static final String OVERRIDE = "!override";

    /**
     * A value with a name.
     *
     * @param node null where the value is marked to be left out
     * @param text of a scalar, as it is written, which is what a key says that refers to it
     * @param resets paths of reset marks, relative to the value
     */
    private record Anchored(@Nullable Node node, @Nullable String text, List<List<String>> resets) {}

    private final String file;
    private final String text;
    private final Parser events;
    private final Problems problems;
    private final SharedTexts texts = new SharedTexts();

    /** As in Compose, and unlike in YAML, what one document names can be referred to in those below it. */
    private final Map<String, Anchored> anchors = new HashMap<>();

    private final Set<String> open = new HashSet<>();

    /** The way from the top to the value that is read: keys, and indexes of items. */
    private final List<Object> way = new ArrayList<>();

    /** Ways to the values that are marked. */
    private final List<List<String>> resets = new ArrayList<>();

    /** Whether the next value is one that a merge key brings. */
    private boolean brought;

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
        resets.clear();
        Event start = events.peekEvent();
        Node root = value(start);
        events.getEvent();
        return new Document(root == null ? new Scalar(null, position(start)) : root, List.copyOf(resets), text);
    }

    /**
     * The next value, or null where it is marked to be left out.
     *
     * @param from where a ring is told that this value closes
     */
    private @Nullable Node value(Event from) {
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
        int before = resets.size();
        Node value = marked(node);
        open.remove(anchor);
        List<List<String>> below = resets.subList(before, resets.size()).stream()
                .map(reset -> reset.subList(way.size(), reset.size()))
                .toList();
        anchors.put(anchor, new Anchored(value, written(node), below));
        return value;
    }

    /** The value below a key or at an index. */
    private @Nullable Node value(Object step, Event from) {
        way.add(step);
        Node value = value(from);
        way.removeLast();
        return value;
    }

    /** A value that is read because it is there, and then left. */
    private void skip(Event from) {
        int before = resets.size();
        leftOut++;
        value(from);
        leftOut--;
        forget(before);
    }

    /** Marks since then stand in what is left out or laid over as a whole. */
    private void forget(int before) {
        if (resets.size() > before) {
            resets.subList(before, resets.size()).clear();
        }
    }

    private void reset(List<String> below) {
        resets.add(Stream.concat(way.stream().map(Object::toString), below.stream())
                .toList());
    }

    private @Nullable Node aliased(AliasEvent alias, Event from) {
        Anchored value = anchors.get(alias.getAnchor());
        if (value != null) {
            value.resets.forEach(this::reset);
            return value.node;
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
        return null;
    }

    private @Nullable Node marked(NodeEvent event) {
        String tag = event instanceof ScalarEvent scalar ? scalar.getTag() : ((CollectionStartEvent) event).getTag();
        boolean reset = RESET.equals(tag);
        if (!reset && !OVERRIDE.equals(tag)) {
            return unmarked(event);
        }
        int before = resets.size();
        leftOut += reset ? 1 : 0;
        Node value = unmarked(event);
        leftOut -= reset ? 1 : 0;
        forget(before);
        reset(List.of());
        return reset ? null : value;
    }

    private @Nullable Node unmarked(NodeEvent event) {
        return switch (event) {
            // A merge key as a value is none, as in Compose.
            case ScalarEvent scalar -> isMerge(scalar) ? null : scalar(scalar);
            case MappingStartEvent mapping -> mapping(mapping);
            default -> sequence(event);
        };
    }

    private Sequence sequence(Event start) {
        List<Node> items = new ArrayList<>();
        for (int index = 0; !events.checkEvent(Event.ID.SequenceEnd); index++) {
            Node item = value(index, events.peekEvent());
            if (item != null) {
                items.add(item);
            }
        }
        events.getEvent();
        return new Sequence(items, position(start));
    }

    private Mapping mapping(Event start) {
        Mapping.Builder entries = Mapping.builder(position(start));
        boolean anyKeys = brought;
        brought = false;
        Map<String, Position> without = new HashMap<>(0);
        Map<String, Position> aliases = new HashMap<>(0);
        List<Mapping> merged = new ArrayList<>(0);
        while (!events.checkEvent(Event.ID.MappingEnd)) {
            Event keyEvent = events.peekEvent();
            String key = key(keyEvent, anyKeys);
            Position first = null;
            if (keyEvent instanceof AliasEvent alias) {
                first = aliases.putIfAbsent(alias.getAnchor(), position(alias));
            } else if (key != null) {
                first = without.containsKey(key) ? without.get(key) : entries.positionOf(key);
                first = aliases.containsValue(first) ? null : first;
            }
            if (key != null && first != null) {
                duplicate(key, position(keyEvent), first);
            }
            if (key == null || first != null) {
                skip(keyEvent);
            } else if (isMerge(keyEvent)) {
                without.put(key, position(keyEvent));
                merge(keyEvent, merged);
            } else {
                Node value = value(key, keyEvent);
                if (value == null) {
                    without.put(key, position(keyEvent));
                } else if (!anyKeys || !entries.has(key)) {
                    entries.put(key, position(keyEvent), value);
                }
            }
        }
        events.getEvent();
        for (Mapping other : merged) {
            other.entries().forEach(entries::putIfAbsent);
        }
        return entries.build();
    }

    /**
     * What {@code <<} brings: a mapping or a list of mappings, of which the first that has a key wins. Of several merge keys, which
     * are written differently, the last counts.
     */
    private void merge(Event at, List<Mapping> merged) {
        merged.clear();
        List<@Nullable Node> values = new ArrayList<>();
        int before = resets.size();
        if (events.checkEvent(Event.ID.SequenceStart)) {
            events.getEvent();
            while (!events.checkEvent(Event.ID.SequenceEnd)) {
                values.add(brought(at));
            }
            events.getEvent();
        } else {
            Node value = brought(at);
            if (value instanceof Sequence aliased) {
                forget(before);
                values.addAll(aliased.items());
            } else {
                values.add(value);
            }
        }
        boolean fits = true;
        for (Node each : values) {
            if (each instanceof Mapping mapping) {
                merged.add(mapping);
            } else {
                fits &= each == null;
            }
        }
        if (!fits) {
            error("merge-key", at, "\"<<\" takes a mapping or a list of mappings", null);
        }
    }

    private @Nullable Node brought(Event at) {
        brought = true;
        Node value = value(at);
        brought = false;
        return value;
    }

    /**
     * A key, or null where it is none.
     *
     * @param any whether any scalar but a date is a key as it is written, and nothing is one that is left out: Compose's reader takes
     *     the keys of a mapping that is merged for text
     */
    private @Nullable String key(Event event, boolean any) {
        int before = resets.size();
        Node read = value(event);
        forget(before);
        String written = written(event);
        if (read == null && written != null) {
            return written;
        }
        if (read instanceof Scalar scalar && scalar.string() != null) {
            return scalar.text();
        }
        if (any && read instanceof Scalar scalar && !(scalar.value() instanceof OffsetDateTime)) {
            return scalar.isNull() ? null : written;
        }
        String what = written == null ? "a collection" : written;
        error("non-string-key", event, "key %s is not text".formatted(what), "put it in quotes");
        return null;
    }

    /** The text of a scalar, or of the one that an alias refers to. */
    private @Nullable String written(Event event) {
        Anchored named = event instanceof AliasEvent alias ? anchors.get(alias.getAnchor()) : null;
        return event instanceof ScalarEvent scalar ? scalar.getValue() : named == null ? null : named.text;
    }

    private static boolean isMerge(Event event) {
        return event instanceof ScalarEvent scalar
                && (scalar.getTag() == null
                        ? scalar.getValue().equals("<<") && scalar.getImplicit().canOmitTagInPlainScalar()
                        : scalar.getTag().equals(TaggedScalars.MERGE));
    }

    private Scalar scalar(ScalarEvent event) {
        boolean plain = event.getTag() == null && event.getImplicit().canOmitTagInPlainScalar();
        Object value = plain
                ? PlainScalars.resolve(event.getValue())
                : event.getTag() == null
                        ? event.getValue()
                        : TaggedScalars.resolve(
                                event.getTag(), event.getValue(), message -> error("wrong-type", event, message, null));
        return new Scalar(value instanceof String read ? texts.shared(read) : value, position(event));
    }

    private void error(String code, Event at, String message, @Nullable String suggestion) {
        if (leftOut == 0) {
            problems.error(code, position(at), message, suggestion);
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
