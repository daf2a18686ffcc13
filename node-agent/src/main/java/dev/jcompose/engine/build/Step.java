package dev.jcompose.engine.build;

import dev.jcompose.engine.content.Descriptor;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.content.DigestOutput;
import dev.jcompose.engine.content.ImageConfig.History;
import dev.jcompose.engine.content.MediaType;
import dev.jcompose.engine.image.Images;
import dev.jcompose.engine.image.NewImage;
import dev.jcompose.engine.snapshot.Snapshots;
import dev.jcompose.linux.file.Dir;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Takes one step of a build: out of the cache, or by working on the files and making their changes a layer. */
final class Step {
    private final Images images;
    private final Snapshots snapshots;
    private final BuildCache cache;
    private final Clock clock;
    private final boolean usesCache;

    Step(Images images, Snapshots snapshots, BuildCache cache, Clock clock, boolean usesCache) {
        this.images = images;
        this.snapshots = snapshots;
        this.cache = cache;
        this.clock = clock;
        this.usesCache = usesCache;
    }

    /** What the files of a step are worked on. */
    interface Work {
        void on(String snapshot, Path root) throws IOException;
    }

    record Done(NewImage image, boolean cached) {}

    /** A step that changes the configuration alone. */
    Done settings(NewImage image, Digest key, String createdBy) {
        var known = usesCache ? cache.find(key) : java.util.Optional.<BuildCache.Entry>empty();
        var entry = known.orElseGet(() -> remembered(key, new BuildCache.Entry(clock.instant(), null, null)));
        return new Done(image.plusStep(history(entry, createdBy, true)), known.isPresent());
    }

    /** A step that changes files: {@code work} is not done where the cache has its result. */
    Done files(NewImage image, Digest key, String createdBy, Work work) throws IOException {
        var known = usesCache ? cache.find(key) : java.util.Optional.<BuildCache.Entry>empty();
        var entry = known.isPresent()
                ? known.get()
                : remembered(key, make(image.config().rootfs().diffIds(), work));
        return new Done(with(image, entry, createdBy), known.isPresent());
    }

    private static NewImage with(NewImage image, BuildCache.Entry entry, String createdBy) {
        Digest diffId = entry.diffId();
        Descriptor blob = entry.blob();
        return diffId == null || blob == null
                ? image.plusStep(history(entry, createdBy, true))
                : image.plusLayer(diffId, blob, history(entry, createdBy, false));
    }

    private static History history(BuildCache.Entry entry, String createdBy, boolean empty) {
        return new History(entry.created(), createdBy, "", "", empty);
    }

    private BuildCache.Entry remembered(Digest key, BuildCache.Entry entry) {
        cache.put(key, entry);
        return entry;
    }

    private BuildCache.Entry make(List<Digest> below, Work work) throws IOException {
        String id = Builds.PREFIX + UUID.randomUUID();
        snapshots.create(id, below);
        try {
            work.on(id, snapshots.mount(id));
            snapshots.unmount(id);
            return layer(id);
        } finally {
            snapshots.remove(id);
        }
    }

    private BuildCache.Entry layer(String id) throws IOException {
        Path upper = snapshots.upper(id);
        try (var dir = Dir.of(upper)) {
            if (dir.list().isEmpty()) {
                return new BuildCache.Entry(clock.instant(), null, null);
            }
        }
        try (var incoming = images.blobs().ingest()) {
            var out = new DigestOutput(new BufferedOutputStream(incoming.output(), 1 << 16));
            snapshots.diff(id, out);
            Digest diffId = out.digest();
            incoming.commit(diffId);
            // The upper folder is what unpacking the archive would give: it becomes the layer as it is.
            images.layers().adopt(upper, diffId);
            return new BuildCache.Entry(
                    clock.instant(), diffId, Descriptor.of(MediaType.OCI_LAYER, diffId, out.count()));
        }
    }
}
