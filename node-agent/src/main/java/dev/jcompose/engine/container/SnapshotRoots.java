package dev.jcompose.engine.container;

import dev.jcompose.api.container.Change;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.image.Images;
import dev.jcompose.engine.snapshot.Snapshots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Root folders from images: a snapshot for each container, under the container's id. */
public final class SnapshotRoots implements RootFileSystems {
    private final Images images;
    private final Snapshots snapshots;

    public SnapshotRoots(Images images, Snapshots snapshots) {
        this.images = images;
        this.snapshots = snapshots;
    }

    @Override
    public Template resolve(String reference) {
        var image = images.resolve(reference);
        return new Template(image.id().toString(), image.config().config());
    }

    @Override
    public void create(String id, String imageId) {
        io("make the root folder of container " + id, () -> {
            snapshots.create(id, images.resolve(imageId));
            return null;
        });
    }

    @Override
    public Path mount(String id) {
        return io("mount the root folder of container " + id, () -> snapshots.mount(id));
    }

    @Override
    public void remove(String id) {
        io("remove the root folder of container " + id, () -> {
            snapshots.remove(id);
            return null;
        });
    }

    @Override
    public List<Change> changes(String id) {
        return io("compare container " + id + " with its image", () -> snapshots.changes(id));
    }

    @Override
    public long size(String id) {
        return io("measure container " + id, () -> snapshots.usage(id));
    }

    /** Snapshots of builds have ids of their own form and are none of ours. */
    @Override
    public List<String> list() {
        return io(
                "list the snapshots",
                () -> snapshots.list().stream()
                        .filter(id -> id.matches("[0-9a-f]{64}"))
                        .toList());
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private static <T> T io(String what, Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw EngineException.unavailable("cannot " + what + ": " + e.getMessage(), e);
        }
    }
}
