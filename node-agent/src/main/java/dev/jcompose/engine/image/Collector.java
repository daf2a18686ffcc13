package dev.jcompose.engine.image;

import dev.jcompose.engine.content.BlobStore;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.layer.Layers;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;

/**
 * Removes blobs and layers that nothing needs. What is on its way in is protected by a lease; a collection that finds one
 * is made up for when the last lease is closed.
 */
public final class Collector {
    private final ImageStore store;
    private final BlobStore blobs;
    private final Layers layers;
    private final StampedLock leases = new StampedLock();
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile Supplier<Set<Digest>> others = Set::of;

    Collector(ImageStore store, BlobStore blobs, Layers layers) {
        this.store = store;
        this.blobs = blobs;
        this.layers = layers;
        store.all().forEach(image -> layers.hold("image " + image.id(), image.diffIds()));
    }

    /** May be closed by another thread than the one that took it. */
    public final class Lease implements AutoCloseable {
        private final long stamp;
        private final AtomicBoolean open = new AtomicBoolean(true);

        private Lease() {
            this.stamp = leases.readLock();
        }

        @Override
        public void close() throws IOException {
            if (open.compareAndSet(true, false)) {
                leases.unlockRead(stamp);
                if (due.get()) {
                    collect();
                }
            }
        }
    }

    /** Blobs that are needed though no image names them. */
    void alsoKeeps(Supplier<Set<Digest>> more) {
        others = more;
    }

    Lease lease() {
        return new Lease();
    }

    long collect() throws IOException {
        long stamp = leases.tryWriteLock();
        if (stamp == 0) {
            due.set(true);
            return 0;
        }
        try {
            due.set(false);
            long freed = 0;
            Set<Digest> needed = needed();
            for (Digest blob : blobs.list()) {
                if (!needed.contains(blob)) {
                    freed += blobs.delete(blob);
                }
            }
            layers.collect();
            return freed;
        } finally {
            leases.unlockWrite(stamp);
        }
    }

    private Set<Digest> needed() {
        var needed = new HashSet<>(others.get());
        for (Image image : store.all()) {
            needed.add(image.id());
            needed.add(image.manifest().digest());
            image.layers().forEach(l -> needed.add(l.blob().digest()));
            // An index that the image came by is kept with it, if it is here.
            store.namesOf(image.id()).forEach(n -> n.digest().ifPresent(needed::add));
        }
        return needed;
    }
}
