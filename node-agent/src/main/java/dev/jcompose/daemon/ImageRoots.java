package dev.jcompose.daemon;

import dev.jcompose.api.container.Change;
import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.container.RootFileSystems;
import dev.jcompose.engine.image.Image;
import dev.jcompose.engine.image.Images;
import dev.jcompose.engine.snapshot.Snapshots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The root folders of containers: a snapshot over an image's layers. */
final class ImageRoots implements RootFileSystems {
    private final Images images;
    private final Snapshots snapshots;

    ImageRoots(Images images, Snapshots snapshots) {
        this.images = images;
        this.snapshots = snapshots;
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private static <T> T on(String id, Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw EngineException.unavailable("root file system of " + id + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Template resolve(String reference) {
        Image image = images.resolve(reference);
        ContainerConfig config = image.config().config();
        return new Template(image.id().toString(), config);
    }

    @Override
    public void create(String id, String imageId) {
        on(id, () -> {
            snapshots.create(id, images.resolve(imageId));
            return id;
        });
    }

    @Override
    public Path mount(String id) {
        return on(id, () -> snapshots.mountForContainer(id));
    }

    @Override
    public Path mountReadOnly(String id) {
        return on(id, () -> snapshots.mountReadOnly(id));
    }

    @Override
    public void remove(String id) {
        on(id, () -> {
            snapshots.remove(id);
            return id;
        });
    }

    @Override
    public List<Change> changes(String id) {
        return on(id, () -> snapshots.changes(id));
    }

    @Override
    public long size(String id) {
        return on(id, () -> snapshots.usage(id));
    }

    @Override
    public long imageSize(String imageId) {
        return images.find(imageId).map(Image::size).orElse(0L);
    }

    @Override
    public List<String> list() {
        return on("all containers", () -> List.copyOf(snapshots.list()));
    }
}
