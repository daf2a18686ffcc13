package dev.jcompose.engine.build;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.jcompose.api.json.Json;
import dev.jcompose.engine.content.Descriptor;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.image.Images;
import dev.jcompose.store.Batch;
import dev.jcompose.store.StateStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What steps made, by the key of step and all before it: table {@code build}, {@code HEX} → {@link Entry}. The oldest entries
 * go when there are too many. What an entry names is kept from being collected.
 */
final class BuildCache {
    private static final String TABLE = "build";
    private static final String HOLDER = "build cache";
    private static final int MOST_ENTRIES = 2000;

    /** {@code diffId} and {@code blob} are null where the step changed no file. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(
            @JsonProperty("created") Instant created,

            @JsonProperty("diffId") @JsonSetter(nulls = Nulls.SET) @Nullable
            Digest diffId,

            @JsonProperty("blob") @JsonSetter(nulls = Nulls.SET) @Nullable
            Descriptor blob) {}

    private final StateStore store;
    private final Images images;
    private final Map<Digest, Entry> entries = new ConcurrentHashMap<>();

    BuildCache(StateStore store, Images images) {
        this.store = store;
        this.images = images;
        store.scan(TABLE, "", (key, value) -> entries.put(new Digest(key), Json.read(value, Entry.class)));
        hold();
        images.alsoKeeps(this::blobs);
    }

    /** What the step with this key made, if all of it is still here. */
    Optional<Entry> find(Digest key) {
        return Optional.ofNullable(entries.get(key))
                .filter(e -> e.diffId() == null || images.layers().has(e.diffId()))
                .filter(e -> e.blob() == null || images.blobs().has(e.blob().digest()));
    }

    void put(Digest key, Entry entry) {
        var batch = new Batch().put(TABLE, key.hex(), Json.write(entry));
        for (Digest old : surplus()) {
            batch.delete(TABLE, old.hex());
            entries.remove(old);
        }
        entries.put(key, entry);
        hold();
        StateStore.await(store.commit(batch));
    }

    private List<Digest> surplus() {
        return entries.entrySet().stream()
                .sorted(Comparator.comparing(e -> e.getValue().created()))
                .limit(Math.max(0, entries.size() + 1 - MOST_ENTRIES))
                .map(Map.Entry::getKey)
                .toList();
    }

    void clear() {
        var batch = new Batch();
        entries.keySet().forEach(key -> batch.delete(TABLE, key.hex()));
        entries.clear();
        hold();
        StateStore.await(store.commit(batch));
    }

    private void hold() {
        var layers = new HashSet<Digest>();
        for (Entry each : entries.values()) {
            if (each.diffId() != null) {
                layers.add(each.diffId());
            }
        }
        images.layers().hold(HOLDER, layers);
    }

    private Set<Digest> blobs() {
        var blobs = new HashSet<Digest>();
        for (Entry each : entries.values()) {
            if (each.blob() != null) {
                blobs.add(each.blob().digest());
            }
        }
        return blobs;
    }
}
