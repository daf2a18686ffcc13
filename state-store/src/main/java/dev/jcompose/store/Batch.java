package dev.jcompose.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes that become visible and durable together. Built by one thread, then handed to {@link StateStore#commit}. */
public final class Batch {

    /** One change; {@code value} is null where the key is deleted. The store takes the bytes over: nobody changes them later. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Change(String table, String key, byte @Nullable [] value) {}

    private final List<Change> changes = new ArrayList<>();

    public Batch put(String table, String key, byte[] value) {
        changes.add(new Change(table, key, value));
        return this;
    }

    public Batch delete(String table, String key) {
        changes.add(new Change(table, key, null));
        return this;
    }

    public List<Change> changes() {
        return List.copyOf(changes);
    }
}
