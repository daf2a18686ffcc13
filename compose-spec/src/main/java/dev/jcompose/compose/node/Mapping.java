package dev.jcompose.compose.node;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keys with their values, in the order of the file; every key knows its own position. Most mappings are small, so keys
 * are searched for one by one until there are many.
 */
@SuppressWarnings("ReferenceEquality") // identity is what tells that a branch can stay shared
public final class Mapping implements Node {
    private static final int SMALL = 12;
    private static final Entry[] NONE = {};

    /**
     * A key, where it stands, and its value. Most of what a collector finds of a large stack are places: those of keys are no
     * objects of their own.
     */
    public record Entry(String key, String file, int line, int column, Node value) {
        public Entry(String key, Position position, Node value) {
            this(key, position.file(), position.line(), position.column(), value);
        }

        public Position position() {
            return new Position(file, line, column);
        }

        public Entry withValue(Node other) {
            return other == value ? this : new Entry(key, file, line, column, other);
        }
    }

    private final Entry[] entries;
    private final Origin origin;
    private final @Nullable Map<String, Integer> places;

    private Mapping(Entry[] entries, Origin origin, @Nullable Map<String, Integer> places) {
        this.entries = entries;
        this.origin = origin;
        this.places = places;
    }

    public static Mapping empty(Origin origin) {
        return new Mapping(NONE, origin, null);
    }

    public static Builder builder(Origin origin) {
        return new Builder(NONE, origin);
    }

    @Override
    public Origin origin() {
        return origin;
    }

    public List<Entry> entries() {
        return Collections.unmodifiableList(Arrays.asList(entries));
    }

    public List<String> keys() {
        List<String> keys = new ArrayList<>(entries.length);
        for (Entry entry : entries) {
            keys.add(entry.key);
        }
        return Collections.unmodifiableList(keys);
    }

    /** Whether the other has the same keys in the same order. */
    public boolean hasKeysOf(Mapping other) {
        return Arrays.equals(entries, other.entries, Comparator.comparing(Entry::key));
    }

    public boolean has(String key) {
        return entry(key) != null;
    }

    public boolean isEmpty() {
        return entries.length == 0;
    }

    public int size() {
        return entries.length;
    }

    public @Nullable Entry entry(String key) {
        int place = place(key);
        return place < 0 ? null : entries[place];
    }

    private int place(String key) {
        return places == null ? search(key, entries, entries.length) : places.getOrDefault(key, -1);
    }

    private static int search(String key, Entry[] entries, int size) {
        for (int i = 0; i < size; i++) {
            if (entries[i].key.equals(key)) {
                return i;
            }
        }
        return -1;
    }

    public @Nullable Node get(String key) {
        Entry entry = entry(key);
        return entry == null ? null : entry.value();
    }

    /** The mapping under a key, or null where there is none or something else. */
    public @Nullable Mapping mapping(String key) {
        return get(key) instanceof Mapping mapping ? mapping : null;
    }

    public @Nullable Sequence sequence(String key) {
        return get(key) instanceof Sequence sequence ? sequence : null;
    }

    public @Nullable String string(String key) {
        return get(key) instanceof Scalar scalar ? scalar.string() : null;
    }

    public @Nullable Object value(String key) {
        return get(key) instanceof Scalar scalar ? scalar.value() : null;
    }

    /** Where the key stands, or else the mapping itself. */
    public Position positionOf(String key) {
        Entry entry = entry(key);
        return entry == null ? position() : entry.position();
    }

    /** By key, whatever the order of the file. */
    @Override
    public String text() {
        return Arrays.stream(sorted().entries)
                .map(entry -> entry.key + ":" + entry.value.text())
                .collect(Collectors.joining(" ", "map[", "]"));
    }

    @Override
    public Mapping withOrigin(Origin other) {
        return new Mapping(entries, other, places);
    }

    /** The same mapping where the key has this very value. */
    public Mapping with(String key, Node value) {
        int place = place(key);
        if (place >= 0) {
            if (entries[place].value == value) {
                return this;
            }
            Entry[] changed = entries.clone();
            changed[place] = entries[place].withValue(value);
            return new Mapping(changed, origin, places);
        }
        Entry[] longer = Arrays.copyOf(entries, entries.length + 1);
        longer[entries.length] = new Entry(key, value.position(), value);
        return new Mapping(longer, origin, index(longer, longer.length));
    }

    public Mapping without(String key) {
        return map((name, value) -> name.equals(key) ? null : value);
    }

    /** The same mapping where nothing changes; an entry whose change is null is left out. */
    public Mapping map(BiFunction<String, Node, @Nullable Node> change) {
        Entry[] changed = entries;
        int kept = 0;
        for (int i = 0; i < entries.length; i++) {
            Entry entry = entries[i];
            Node next = change.apply(entry.key(), entry.value());
            if (next != entry.value() && changed == entries) {
                changed = entries.clone();
            }
            if (next != null) {
                changed[kept++] = entry.withValue(next);
            }
        }
        if (changed == entries) {
            return this;
        }
        return kept == entries.length
                ? new Mapping(changed, origin, places)
                : new Mapping(Arrays.copyOf(changed, kept), origin, index(changed, kept));
    }

    /** The entries in the order of the code points of their keys. */
    public Mapping sorted() {
        return sorted(CodePoints.ORDER);
    }

    /** The entries in an order of their keys; the same mapping where they have it. */
    public Mapping sorted(Comparator<String> order) {
        for (int i = 1; i < entries.length; i++) {
            if (order.compare(entries[i - 1].key, entries[i].key) > 0) {
                Entry[] sorted = entries.clone();
                Arrays.sort(sorted, Comparator.comparing(Entry::key, order));
                return new Mapping(sorted, origin, index(sorted, sorted.length));
            }
        }
        return this;
    }

    private static @Nullable Map<String, Integer> index(Entry[] entries, int size) {
        if (size <= SMALL) {
            return null;
        }
        Map<String, Integer> places = HashMap.newHashMap(size);
        for (int i = 0; i < size; i++) {
            places.put(entries[i].key, i);
        }
        return places;
    }

    public Builder toBuilder() {
        return new Builder(entries.clone(), origin);
    }

    @Override
    public boolean equals(Object other) {
        return other == this
                || other instanceof Mapping mapping
                        && Arrays.equals(entries, mapping.entries)
                        && origin.equals(mapping.origin);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(entries);
    }

    @Override
    public String toString() {
        return Arrays.toString(entries);
    }

    /** Collects entries for one mapping; keys already there keep their place and position. */
    public static final class Builder {
        private final Origin origin;
        private Entry[] entries;
        private int size;
        private @Nullable Map<String, Integer> places;

        private Builder(Entry[] entries, Origin origin) {
            this.entries = entries;
            this.size = entries.length;
            this.origin = origin;
        }

        private int place(String key) {
            if (size > SMALL && places == null) {
                places = index(entries, size);
            }
            return places == null ? search(key, entries, size) : places.getOrDefault(key, -1);
        }

        public Builder put(String key, Node value) {
            int place = place(key);
            return put(place, new Entry(key, place < 0 ? value.position() : entries[place].position(), value));
        }

        public Builder put(Entry entry) {
            return put(place(entry.key), entry);
        }

        private Builder put(int place, Entry entry) {
            if (place >= 0) {
                entries[place] = entry;
                return this;
            }
            if (places != null) {
                places.put(entry.key, size);
            }
            if (size == entries.length) {
                entries = Arrays.copyOf(entries, Math.max(4, size * 2));
            }
            entries[size++] = entry;
            return this;
        }

        public Builder putIfAbsent(Entry entry) {
            return has(entry.key) ? this : put(-1, entry);
        }

        /** A value of ours, said to come from {@code origin}. */
        public Builder put(String key, @Nullable Object value) {
            return put(key, new Scalar(value, origin));
        }

        public boolean has(String key) {
            return place(key) >= 0;
        }

        public @Nullable Node get(String key) {
            int place = place(key);
            return place < 0 ? null : entries[place].value;
        }

        /** Where the key stands, or null where there is none. */
        public @Nullable Position positionOf(String key) {
            int place = place(key);
            return place < 0 ? null : entries[place].position();
        }

        public boolean isEmpty() {
            return size == 0;
        }

        /** The mapping; the builder is empty from then on. */
        public Mapping build() {
            Entry[] built = size == entries.length ? entries : Arrays.copyOf(entries, size);
            Mapping mapping = new Mapping(built, origin, places == null ? index(built, size) : places);
            entries = NONE;
            size = 0;
            places = null;
            return mapping;
        }
    }
}
