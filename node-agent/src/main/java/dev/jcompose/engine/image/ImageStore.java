package dev.jcompose.engine.image;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.engine.content.BlobStore;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.content.ImageConfig;
import dev.jcompose.engine.content.Reference;
import dev.jcompose.store.Batch;
import dev.jcompose.store.StateStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code image}: {@code id/HEX} → {@link StoredImage}, {@code name/REFERENCE} → id, where a reference has a tag or,
 * for what came from a registry, a digest. Held in memory, written through; a change is durable when the method returns.
 */
final class ImageStore {
    private static final Logger LOG = Logger.getLogger(ImageStore.class.getName());
    private static final String TABLE = "image";
    private static final String ID = "id/";
    private static final String NAME = "name/";

    private final StateStore store;
    private final BlobStore blobs;
    private final ConcurrentSkipListMap<Digest, Image> images = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<String, Digest> names = new ConcurrentSkipListMap<>();
    private final ReentrantLock changing = new ReentrantLock();

    ImageStore(StateStore store, BlobStore blobs) {
        this.store = store;
        this.blobs = blobs;
        store.scan(TABLE, ID, (key, value) -> {
            var stored = Json.read(value, StoredImage.class);
            if (blobs.has(stored.id())) {
                images.put(stored.id(), image(stored));
            } else {
                // Somebody removed files of ours: this image is lost, the others are not.
                LOG.warning("image " + stored.id() + " has lost its configuration blob and is left out");
            }
        });
        store.scan(
                TABLE,
                NAME,
                (key, value) -> names.put(
                        key.substring(NAME.length()), Digest.parse(new String(value, StandardCharsets.UTF_8))));
    }

    private Image image(StoredImage stored) {
        var config = Json.read(blobs.read(stored.id()), ImageConfig.class);
        var layers = stored.layers().stream()
                .map(l -> new Image.Layer(l.diffId(), l.blob(), l.size()))
                .toList();
        return new Image(stored.id(), stored.manifest(), config, layers, size(layers), stored.taggedAt());
    }

    static long size(List<Image.Layer> layers) {
        return layers.stream().mapToLong(Image.Layer::size).sum();
    }

    /** Records the image and gives it these names, which may have been another image's. */
    void put(Image image, Collection<Reference> called) {
        change(() -> {
            var batch = new Batch().put(TABLE, ID + image.id().hex(), Json.write(StoredImage.of(image)));
            called.forEach(ref -> name(batch, ref, image.id()));
            commit(batch);
            images.put(image.id(), image);
            called.forEach(ref -> names.put(ref.toString(), image.id()));
            return null;
        });
    }

    /** Names an image that may have been removed meanwhile: then the name is not given. */
    void tag(Digest id, Reference ref, Instant now) {
        change(() -> {
            Image old = images.get(id);
            if (old == null) {
                throw EngineException.notFound("No such image: " + id);
            }
            var image = new Image(old.id(), old.manifest(), old.config(), old.layers(), old.size(), now);
            var batch = new Batch().put(TABLE, ID + id.hex(), Json.write(StoredImage.of(image)));
            name(batch, ref, id);
            commit(batch);
            images.put(id, image);
            names.put(ref.toString(), id);
            return null;
        });
    }

    private static void name(Batch batch, Reference ref, Digest id) {
        batch.put(TABLE, NAME + ref, id.toString().getBytes(StandardCharsets.UTF_8));
    }

    void untag(Collection<Reference> refs) {
        change(() -> {
            var batch = new Batch();
            refs.forEach(ref -> batch.delete(TABLE, NAME + ref));
            commit(batch);
            refs.forEach(ref -> names.remove(ref.toString()));
            return null;
        });
    }

    /** Forgets the image with all its names. */
    void remove(Digest id) {
        change(() -> {
            var batch = new Batch().delete(TABLE, ID + id.hex());
            var called = namesOf(id);
            called.forEach(ref -> batch.delete(TABLE, NAME + ref));
            commit(batch);
            images.remove(id);
            called.forEach(ref -> names.remove(ref.toString()));
            return null;
        });
    }

    private void commit(Batch batch) {
        StateStore.await(store.commit(batch));
    }

    /** One change at a time: a name and the image it leads to must not pass each other. */
    private void change(java.util.function.Supplier<@Nullable Void> action) {
        changing.lock();
        try {
            action.get();
        } finally {
            changing.unlock();
        }
    }

    Optional<Image> byId(Digest id) {
        return Optional.ofNullable(images.get(id));
    }

    Optional<Image> byName(Reference ref) {
        return Optional.ofNullable(names.get(ref.toString())).flatMap(this::byId);
    }

    /** Images whose id begins with these hex digits. */
    List<Image> byPrefix(String hex) {
        return images.values().stream()
                .filter(i -> i.id().hex().startsWith(hex))
                .toList();
    }

    List<Image> all() {
        return List.copyOf(images.values());
    }

    /** Every name of the image, with tags and with digests, sorted. */
    List<Reference> namesOf(Digest id) {
        var found = new ArrayList<Reference>();
        for (Map.Entry<String, Digest> each : names.entrySet()) {
            if (each.getValue().equals(id)) {
                found.add(Reference.parse(each.getKey()));
            }
        }
        return found;
    }
}
