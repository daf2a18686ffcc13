package dev.jcompose.compose.source;

import dev.jcompose.compose.node.Position;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;

/** Events on their way to a reader, as long as they are not too deep and, with aliases followed, not too many. */
final class Bounds implements Parser {
    private static final Pattern VERSION = Pattern.compile("%YAML\\s+1\\.1(\\s|$)");

    private static final int MAX_DEPTH = 200;

    /** A collection that has begun, and how many values it had before it. */
    private record Begun(CollectionStartEvent start, long before) {}

    private final String file;
    private final Parser events;
    private final long most;
    private final Map<String, Long> sizes = new HashMap<>();
    private final Deque<Begun> begun = new ArrayDeque<>();
    private long count;
    private @Nullable Event last;

    Bounds(String file, Parser events, long most) {
        this.file = file;
        this.events = events;
        this.most = most;
    }

    @Override
    public boolean checkEvent(Event.ID kind) {
        return events.checkEvent(kind);
    }

    @Override
    public Event peekEvent() {
        return events.peekEvent();
    }

    @Override
    public Event getEvent() {
        Event event = events.getEvent();
        last = event;
        switch (event) {
            case ScalarEvent scalar -> add(scalar, 1);
            case AliasEvent alias -> count(alias, sizes.getOrDefault(alias.getAnchor(), 1L));
            case CollectionStartEvent collection -> {
                begun.push(new Begun(collection, count));
                count(collection, 1);
                if (begun.size() > MAX_DEPTH) {
                    throw new UnreadableException(
                            "too-deep",
                            YamlReader.position(file, collection.getStartMark()),
                            "nested deeper than %d".formatted(MAX_DEPTH));
                }
            }
            case CollectionEndEvent ignored -> end(begun.pop());
            case DocumentStartEvent document -> checkVersion(document);
            default -> {
                // Begins and ends of the stream hold nothing.
            }
        }
        return event;
    }

    private void checkVersion(DocumentStartEvent document) {
        String line = line(document.getStartMark());
        if (line.startsWith("%")
                && !line.startsWith("%TAG")
                && !VERSION.matcher(line).lookingAt()) {
            throw new UnreadableException(
                    "yaml",
                    YamlReader.position(file, document.getStartMark()),
                    "%s is a directive that Compose does not read".formatted(line),
                    "take the line out");
        }
    }

    /** What stands in the line of a mark from there on: the parser does not tell version 1.2 from 1.1. */
    private static String line(Mark at) {
        int[] text = at.getBuffer();
        int end = at.getPointer();
        while (end < text.length && text[end] != 0 && text[end] != '\n' && text[end] != '\r') {
            end++;
        }
        return new String(text, at.getPointer(), end - at.getPointer()).strip();
    }

    /** The event that came last. */
    @Nullable
    Event last() {
        return last;
    }

    /** The collection that has begun last of those that have not ended. */
    @Nullable
    CollectionStartEvent innermost() {
        return begun.isEmpty() ? null : begun.peek().start;
    }

    private void add(NodeEvent event, long size) {
        count(event, size);
        if (event.getAnchor() != null) {
            sizes.put(event.getAnchor(), size);
        }
    }

    private void end(Begun collection) {
        if (collection.start.getAnchor() != null) {
            sizes.put(collection.start.getAnchor(), count - collection.before);
        }
    }

    private void count(Event event, long size) {
        count += size;
        if (count > most) {
            throw tooMany(most, "aliases followed", YamlReader.position(file, event.getStartMark()));
        }
    }

    static UnreadableException tooMany(long most, String why, Position at) {
        return new UnreadableException(Room.TOO_LARGE, at, "more than %,d values, %s".formatted(most, why));
    }
}
