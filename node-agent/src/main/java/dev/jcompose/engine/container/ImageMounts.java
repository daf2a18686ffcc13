package dev.jcompose.engine.container;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.file.Dir;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Images that a container mounts beside its own. Each is a tree over the image's layers that this container alone has and that
 * nobody writes: so the image may go, or get another meaning, and the container still reads what it was made with.
 */
final class ImageMounts {
    static final String TYPE = "image";

    /** Between the container's id and a number. */
    private static final String MARK = "-mount-";

    private final RootFileSystems roots;

    ImageMounts(RootFileSystems roots) {
        this.roots = roots;
    }

    /** The mounts with images by their ids and trees by names of this container's. NOT_FOUND where there is no such image. */
    List<PlannedMount> of(String container, List<PlannedMount> planned) {
        List<PlannedMount> all = new ArrayList<>();
        for (PlannedMount each : planned) {
            boolean image = each.type().equals(TYPE);
            all.add(
                    image
                            ? each.withTree(
                                    container + MARK + all.size(),
                                    roots.resolve(each.source()).imageId())
                            : each);
        }
        return all;
    }

    void create(ContainerRecord record) {
        of(record).forEach(each -> roots.create(each.volume(), each.source()));
    }

    void remove(ContainerRecord record) {
        of(record).forEach(each -> roots.remove(each.volume()));
    }

    private static List<PlannedMount> of(ContainerRecord record) {
        return record.mounts().stream().filter(each -> each.type().equals(TYPE)).toList();
    }

    /** The container that a tree belongs to: its own root, or one of these. */
    static String containerOf(String tree) {
        int mark = tree.indexOf(MARK);
        return mark < 0 ? tree : tree.substring(0, mark);
    }

    /** What is mounted, in the mount namespace of the calling thread; no link of the image leads out of it. */
    Path source(PlannedMount mount) {
        Path root = roots.mountReadOnly(mount.volume());
        if (mount.subpath().isEmpty()) {
            return root;
        }
        try (var dir = Dir.of(root);
                var inner = dir.openAny(mount.subpath())) {
            return Path.of(inner.procPath()).toRealPath();
        } catch (LinuxException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
                throw EngineException.invalid("cannot access path " + mount.subpath() + " of image " + mount.source()
                        + " at " + mount.target() + ": there is none");
            }
            throw e;
        } catch (IOException e) {
            throw EngineException.unavailable("cannot resolve " + mount.subpath() + " of image " + mount.source(), e);
        }
    }
}
