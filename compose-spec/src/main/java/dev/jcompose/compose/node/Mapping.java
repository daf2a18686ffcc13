package dev.jcompose.compose.node;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Keys with their values, in the order of the file; every key knows its own position. */
@SuppressWarnings("ReferenceEquality") // identity is what tells that a branch can stay shared
public record Mapping(Map<String, Entry> byKey, Origin origin) implements Node {
    /** A key, where it stands, and its value. */
    public record Entry(String key, Position position, Node value) {
        public Entry withValue(Node other) {
            return other == value ? this : new Entry(key, position, other);
        }
    }

    public Mapping {
        byKey = Collections.unmodifiableMap(byKey);
    }

    public static Mapping empty(Origin origin) {
        return new Mapping(Map.of(), origin);
    }

    public static Builder builder(Origin origin) {
        return new Builder(new LinkedHashMap<>(), origin);
    }

    public Collection<Entry> entries() {
        return byKey.values();
    }

    public Set<String> keys() {
        return byKey.keySet();
    }

    public boolean has(String key) {
        return byKey.containsKey(key);
    }

    public boolean isEmpty() {
        return byKey.isEmpty();
    }

    public int size() {
        return byKey.size();
    }

    public @Nullable Entry entry(String key) {
        return byKey.get(key);
    }

    public @Nullable Node get(String key) {
        Entry entry = byKey.get(key);
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
        Entry entry = byKey.get(key);
        return entry == null ? position() : entry.position();
    }

    @Override
    public Mapping withOrigin(Origin other) {
        return new Mapping(byKey, other);
    }

    public Mapping with(String key, Node value) {
        return toBuilder().put(key, value).build();
    }

    public Mapping without(String key) {
        return byKey.containsKey(key) ? toBuilder().remove(key).build() : this;
    }

    /** The same mapping where nothing changes; an entry whose change is null is left out. */
    public Mapping map(BiFunction<String, Node, @Nullable Node> change) {
        Builder changed = null;
        for (Entry entry : byKey.values()) {
            Node next = change.apply(entry.key(), entry.value());
            if (next == entry.value()) {
                continue;
            }
            changed = changed == null ? toBuilder() : changed;
            if (next == null) {
                changed.remove(entry.key());
            } else {
                changed.put(entry.key(), next);
            }
        }
        return changed == null ? this : changed.build();
    }

    public Builder toBuilder() {
        return new Builder(new LinkedHashMap<>(byKey), origin);
    }

    /** Collects entries; keys already there keep their place and position. */
    public static final class Builder {
        private final Map<String, Entry> entries;
        private final Origin origin;

        private Builder(Map<String, Entry> entries, Origin origin) {
            this.entries = entries;
            this.origin = origin;
        }

        public Builder put(String key, Node value) {
            Entry before = entries.get(key);
            entries.put(key, new Entry(key, before == null ? value.position() : before.position(), value));
            return this;
        }

        public Builder put(Entry entry) {
            entries.put(entry.key(), entry);
            return this;
        }

        public Builder putIfAbsent(Entry entry) {
            entries.putIfAbsent(entry.key(), entry);
            return this;
        }

        /** A value of ours, said to come from {@code origin}. */
        public Builder put(String key, @Nullable Object value) {
            return put(key, new Scalar(value, origin));
        }

        public Builder remove(String key) {
            entries.remove(key);
            return this;
        }

        public boolean has(String key) {
            return entries.containsKey(key);
        }

        public @Nullable Node get(String key) {
            Entry entry = entries.get(key);
            return entry == null ? null : entry.value();
        }

        public boolean isEmpty() {
            return entries.isEmpty();
        }

        public Mapping build() {
            return new Mapping(entries, origin);
        }
    }
}
