package dev.jcompose.compose.node;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keys with their values, in the order of the file; every key knows its own position. Most mappings are small, so keys
 * are searched for one by one until there are many. A large stack has a hundred thousand keys, which a collector has to look
 * at one by one where they are objects: they are kept in arrays, which mappings with the same keys share.
 */
@SuppressWarnings("ReferenceEquality") // identity is what tells that a branch can stay shared
public final class Mapping extends Node {
    private static final int SMALL = 12;
    private static final String[] NO_KEYS = {};
    private static final Node[] NO_VALUES = {};
    private static final int[] NO_PLACES = {};

    /** A key, where it stands, and its value. */
    public record Entry(String key, Position position, Node value) {
        public Entry withValue(Node other) {
            return new Entry(key, position, other);
        }
    }

    private final String[] keys;
    private final Node[] values;
    /** Of each key its line and its column, one after the other. */
    private final int[] places;
    /** The file of all keys, or, as an array, of each. */
    private final Object files;

    private final @Nullable Map<String, Integer> index;

    private Mapping(
            String[] keys,
            Node[] values,
            int[] places,
            Object files,
            Origin origin,
            @Nullable Map<String, Integer> index) {
        super(origin);
        this.keys = keys;
        this.values = values;
        this.places = places;
        this.files = files;
        this.index = index;
    }

    public static Mapping empty(Origin origin) {
        return new Mapping(NO_KEYS, NO_VALUES, NO_PLACES, "", origin, null);
    }

    public static Builder builder(Origin origin) {
        return new Builder(origin);
    }

    public List<Entry> entries() {
        return new Entries(this);
    }

    private static final class Entries extends AbstractList<Entry> implements RandomAccess {
        private final Mapping of;

        Entries(Mapping of) {
            this.of = of;
        }

        @Override
        public Entry get(int i) {
            return of.entry(i);
        }

        @Override
        public int size() {
            return of.keys.length;
        }
    }

    /** In the order of the file; tells nothing of places, and costs no object. */
    public void forEach(BiConsumer<String, Node> action) {
        for (int i = 0; i < keys.length; i++) {
            action.accept(keys[i], values[i]);
        }
    }

    public List<String> keys() {
        return Collections.unmodifiableList(Arrays.asList(keys));
    }

    /** Whether the other has the same keys in the same order. */
    public boolean hasKeysOf(Mapping other) {
        return Arrays.equals(keys, other.keys);
    }

    public boolean has(String key) {
        return place(key) >= 0;
    }

    public boolean isEmpty() {
        return keys.length == 0;
    }

    public int size() {
        return keys.length;
    }

    public @Nullable Entry entry(String key) {
        int place = place(key);
        return place < 0 ? null : entry(place);
    }

    private Entry entry(int place) {
        return new Entry(keys[place], position(place), values[place]);
    }

    private Position position(int place) {
        return position(place, places, files);
    }

    private static Position position(int place, int[] places, Object files) {
        String file = files instanceof String[] each ? each[place] : (String) files;
        return new Position(file, places[2 * place], places[2 * place + 1]);
    }

    private int place(String key) {
        return index == null ? search(key, keys, keys.length) : index.getOrDefault(key, -1);
    }

    private static int search(String key, String[] keys, int size) {
        for (int i = 0; i < size; i++) {
            if (keys[i].equals(key)) {
                return i;
            }
        }
        return -1;
    }

    public @Nullable Node get(String key) {
        int place = place(key);
        return place < 0 ? null : values[place];
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
        int place = place(key);
        return place < 0 ? position() : position(place);
    }

    /** By key, whatever the order of the file. */
    @Override
    public String text() {
        return sorted().entries().stream()
                .map(entry -> entry.key + ":" + entry.value.text())
                .collect(Collectors.joining(" ", "map[", "]"));
    }

    @Override
    public Mapping withOrigin(Origin other) {
        return new Mapping(keys, values, places, files, other, index);
    }

    private Mapping withValues(Node[] others) {
        return new Mapping(keys, others, places, files, origin(), index);
    }

    /** The same mapping where the key has this very value. */
    public Mapping with(String key, Node value) {
        int place = place(key);
        if (place < 0) {
            return toBuilder().put(key, value).build();
        }
        if (values[place] == value) {
            return this;
        }
        Node[] changed = values.clone();
        changed[place] = value;
        return withValues(changed);
    }

    public Mapping without(String key) {
        return map((name, value) -> name.equals(key) ? null : value);
    }

    /** The same mapping where nothing changes; an entry whose change is null is left out. */
    public Mapping map(BiFunction<String, Node, @Nullable Node> change) {
        Node[] changed = values;
        BitSet gone = null;
        for (int i = 0; i < values.length; i++) {
            Node next = change.apply(keys[i], values[i]);
            if (next == null) {
                gone = gone == null ? new BitSet(values.length) : gone;
                gone.set(i);
            } else if (next != values[i]) {
                changed = changed == values ? values.clone() : changed;
                changed[i] = next;
            }
        }
        if (gone != null) {
            return without(gone, changed);
        }
        return changed == values ? this : withValues(changed);
    }

    private Mapping without(BitSet gone, Node[] changed) {
        Builder builder = new Builder(origin());
        builder.room(keys.length - gone.cardinality());
        for (int i = gone.nextClearBit(0); i < keys.length; i = gone.nextClearBit(i + 1)) {
            builder.add(keys[i], position(i), changed[i]);
        }
        return builder.build();
    }

    /** The entries in the order of the code points of their keys. */
    public Mapping sorted() {
        return sorted(CodePoints.ORDER);
    }

    /** The entries in an order of their keys; the same mapping where they have it. */
    public Mapping sorted(Comparator<String> order) {
        for (int i = 1; i < keys.length; i++) {
            if (order.compare(keys[i - 1], keys[i]) > 0) {
                List<Entry> sorted = new ArrayList<>(entries());
                sorted.sort(Comparator.comparing(Entry::key, order));
                Builder builder = new Builder(origin());
                builder.room(keys.length);
                sorted.forEach(entry -> builder.add(entry.key, entry.position, entry.value));
                return builder.build();
            }
        }
        return this;
    }

    public Builder toBuilder() {
        Builder builder = new Builder(origin());
        builder.keys = keys.clone();
        builder.values = values.clone();
        builder.places = places.clone();
        builder.files = files instanceof String[] each ? each.clone() : files;
        builder.size = keys.length;
        return builder;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || other instanceof Mapping mapping && entries().equals(mapping.entries()) && isFromWhere(mapping);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(keys) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return entries().toString();
    }

    /** Collects entries for one mapping; keys already there keep their place and position. */
    public static final class Builder {
        private final Origin origin;
        private String[] keys = NO_KEYS;
        private Node[] values = NO_VALUES;
        private int[] places = NO_PLACES;
        private Object files = "";
        private int size;
        private @Nullable Map<String, Integer> index;

        private Builder(Origin origin) {
            this.origin = origin;
        }

        private int place(String key) {
            if (size > SMALL && index == null) {
                index = index(keys, size);
            }
            return index == null ? search(key, keys, size) : index.getOrDefault(key, -1);
        }

        private static @Nullable Map<String, Integer> index(String[] keys, int size) {
            if (size <= SMALL) {
                return null;
            }
            Map<String, Integer> index = HashMap.newHashMap(size);
            for (int i = 0; i < size; i++) {
                index.put(keys[i], i);
            }
            return index;
        }

        public Builder put(String key, Node value) {
            int place = place(key);
            if (place < 0) {
                return add(key, value.position(), value);
            }
            values[place] = value;
            return this;
        }

        public Builder put(String key, Position position, Node value) {
            int place = place(key);
            if (place < 0) {
                return add(key, position, value);
            }
            set(place, position, value);
            return this;
        }

        public Builder put(Entry entry) {
            return put(entry.key, entry.position, entry.value);
        }

        private Builder add(String key, Position position, Node value) {
            if (index != null) {
                index.put(key, size);
            }
            if (size == keys.length) {
                room(Math.max(4, size * 2));
            }
            keys[size] = key;
            set(size++, position, value);
            return this;
        }

        private void set(int place, Position position, Node value) {
            values[place] = value;
            places[2 * place] = position.line();
            places[2 * place + 1] = position.column();
            String file = position.file();
            if (files instanceof String[] each) {
                each[place] = file;
            } else if (size <= 1) {
                files = file;
            } else if (!files.equals(file)) {
                String[] each = new String[keys.length];
                Arrays.fill(each, (String) files);
                each[place] = file;
                files = each;
            }
        }

        private void room(int entries) {
            keys = Arrays.copyOf(keys, entries);
            values = Arrays.copyOf(values, entries);
            places = Arrays.copyOf(places, 2 * entries);
            files = files instanceof String[] each ? Arrays.copyOf(each, entries) : files;
        }

        public Builder putIfAbsent(Entry entry) {
            return has(entry.key) ? this : add(entry.key, entry.position, entry.value);
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
            return place < 0 ? null : values[place];
        }

        /** Where the key stands, or null where there is none. */
        public @Nullable Position positionOf(String key) {
            int place = place(key);
            return place < 0 ? null : position(place, places, files);
        }

        public boolean isEmpty() {
            return size == 0;
        }

        /** The mapping; the builder is empty from then on. */
        public Mapping build() {
            if (size < keys.length) {
                room(size);
            }
            Mapping mapping =
                    new Mapping(keys, values, places, files, origin, index == null ? index(keys, size) : index);
            keys = NO_KEYS;
            values = NO_VALUES;
            places = NO_PLACES;
            files = "";
            size = 0;
            index = null;
            return mapping;
        }
    }
}
