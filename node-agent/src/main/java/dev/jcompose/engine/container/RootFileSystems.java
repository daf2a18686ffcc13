package dev.jcompose.engine.container;

import dev.jcompose.api.container.Change;
import dev.jcompose.api.container.ContainerConfig;
import java.nio.file.Path;
import java.util.List;

/** Where the root folders of containers come from: images and snapshots in the daemon, plain folders in tests. */
public interface RootFileSystems {

    /** An image as far as a container needs it. */
    record Template(String imageId, ContainerConfig config) {}

    /** NOT_FOUND where there is no such image. */
    Template resolve(String reference);

    /** Makes the container's writable tree, durably; a second call with the same id begins anew. */
    void create(String id, String imageId);

    /** Mounts it in the mount namespace of the calling thread, unless it is mounted there, and says where. */
    Path mount(String id);

    /** As {@link #mount}, so that nothing in it can be written through what is mounted there. */
    Path mountReadOnly(String id);

    /** Removes the tree; nothing happens where there is none. */
    void remove(String id);

    /** What differs from the image. */
    List<Change> changes(String id);

    /** Bytes of what the container wrote. */
    long size(String id);

    /** Bytes of the image below; 0 where it is gone. */
    long imageSize(String imageId);

    /** Ids of all trees, for clearing up those that no container has. */
    List<String> list();
}
