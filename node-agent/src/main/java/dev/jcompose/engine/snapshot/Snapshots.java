package dev.jcompose.engine.snapshot;

import dev.jcompose.api.container.Change;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.archive.TarWriter;
import dev.jcompose.engine.archive.TreeReader;
import dev.jcompose.engine.archive.TreeReader.Whiteouts;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.image.Image;
import dev.jcompose.engine.layer.Layers;
import dev.jcompose.linux.file.Dir;
import dev.jcompose.linux.file.Mount;
import dev.jcompose.store.CrashPoint;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writable root file systems, by id. {@link #create} is durable when it returns; {@link #mount} and {@link #unmount} may be
 * repeated. Different ids may be worked on at once; one id by one thread at a time.
 */
public final class Snapshots {
    private final Path folder;
    private final Path mounts;
    private final Path initLayer;
    private final Layers layers;

    /**
     * @param dataRoot holds {@code snapshots} and {@code init-layer}
     * @param runRoot holds the mount points, under {@code rootfs}
     */
    public Snapshots(Path dataRoot, Path runRoot, Layers layers) throws IOException {
        this.folder = Files.createDirectories(dataRoot.resolve("snapshots")).toAbsolutePath();
        this.mounts = Files.createDirectories(runRoot.resolve("rootfs")).toAbsolutePath();
        this.initLayer = InitLayer.make(dataRoot);
        this.layers = layers;
        for (String id : list()) {
            layers.hold(holder(id), diffIds(id));
        }
        clearUnfinished();
    }

    /** What a create or a remove left that a kill of the daemon cut off. */
    private void clearUnfinished() throws IOException {
        Set<String> whole = list();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path each : all.toList()) {
                String id = each.getFileName().toString();
                if (!whole.contains(id)) {
                    remove(id);
                }
            }
        }
    }

    private SnapshotFiles files(String id) {
        return SnapshotFiles.of(folder, mounts, id);
    }

    private static String holder(String id) {
        return "snapshot " + id;
    }

    /** The ids of all snapshots. What an interrupted create left is none. */
    public Set<String> list() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            var ids = new HashSet<String>();
            for (Path each : all.toList()) {
                String id = each.getFileName().toString();
                if (files(id).readLayers().isPresent()) {
                    ids.add(id);
                }
            }
            return ids;
        }
    }

    /** Makes an empty writable layer over the image's. An unfinished one of the same id is begun anew. */
    public void create(String id, Image image) throws IOException {
        create(id, image.diffIds());
    }

    /** The same over {@code diffIds}, layers that are unpacked, the lowest first. */
    public void create(String id, List<Digest> diffIds) throws IOException {
        var files = files(id);
        if (files.readLayers().isPresent()) {
            throw EngineException.conflict("snapshot " + id + " exists already");
        }
        layers.hold(holder(id), diffIds);
        try (var all = Dir.of(folder)) {
            for (Digest each : diffIds) {
                if (!layers.has(each)) {
                    throw EngineException.notFound("layer " + each + " of the image is not unpacked");
                }
            }
            all.remove(id);
            all.mkdir(id, 0711);
            try (var own = all.child(id)) {
                own.mkdir("upper", 0755);
                own.mkdir("work", 0700);
                own.chmod("upper", 0755);
                copyRootAttributes(diffIds, own);
                files.writeLayers(diffIds);
            }
        } catch (IOException | RuntimeException e) {
            layers.release(holder(id));
            throw e;
        }
    }

    /** The merged root has the attributes of the upper folder, so it takes those of the image's own root. */
    private void copyRootAttributes(List<Digest> diffIds, Dir own) {
        if (!diffIds.isEmpty()) {
            try (var top = Dir.of(layers.path(diffIds.getLast()))) {
                var root = top.self();
                own.chown("upper", root.uid(), root.gid());
                own.chmod("upper", root.permissions());
            }
        }
    }

    private List<Digest> diffIds(String id) throws IOException {
        return files(id).readLayers().orElseThrow(() -> EngineException.notFound("No such snapshot: " + id));
    }

    /** Mounts the snapshot unless it is mounted, and tells where its root is. */
    public Path mount(String id) throws IOException {
        return mount(id, List.of());
    }

    /** The same for a container: the files that every container has are there, whatever its image. */
    public Path mountForContainer(String id) throws IOException {
        return mount(id, List.of(initLayer));
    }

    private Path mount(String id, List<Path> below) throws IOException {
        var files = files(id);
        // overlayfs refuses a folder that is there twice (ELOOP); of equal layers the topmost has all that those below
        // it have.
        List<Path> lower = Stream.concat(diffIds(id).reversed().stream().map(layers::path), below.stream())
                .distinct()
                .toList();
        Files.createDirectories(files.target());
        if (!isMounted(files)) {
            OverlayMount.mount(
                    lower.isEmpty() ? List.of(empty(files)) : lower, files.upper(), files.work(), files.target());
        }
        return files.target();
    }

    /** overlayfs wants a lower folder; an image FROM scratch without layers has none. */
    private static Path empty(SnapshotFiles files) throws IOException {
        return Files.createDirectories(files.folder().resolve("empty"));
    }

    /** As {@link #mount}, and then what is mounted there cannot be written. */
    public Path mountReadOnly(String id) throws IOException {
        Path target = mount(id);
        Mount.makeReadOnly(target);
        return target;
    }

    private static boolean isMounted(SnapshotFiles files) {
        try (var parent = Dir.parentOf(files.target())) {
            return parent.isMountPoint(files.target().getFileName().toString());
        }
    }

    /** Unmounts it; files that are still open keep working until they are closed. */
    public void unmount(String id) throws IOException {
        Path target = files(id).target();
        Mount.detachAll(target);
        Files.deleteIfExists(target);
    }

    /** Removes the snapshot, mounted or not, whole or not; nothing happens where it is missing. */
    public void remove(String id) throws IOException {
        var files = files(id);
        unmount(id);
        if (Files.exists(files.folder())) {
            // Without its list of layers it is no snapshot any more, however far the removal gets.
            Files.deleteIfExists(files.layers());
            CrashPoint.pass("before the files of a snapshot go");
            try (var all = Dir.of(folder)) {
                // Not made durable: what a power loss brings back is a snapshot that nobody owns, and goes at the next
                // start.
                all.remove(id);
            }
            CrashPoint.pass("after the files of a snapshot went");
        }
        layers.release(holder(id));
    }

    /** What a container changed of its image, sorted by path. */
    public List<Change> changes(String id) throws IOException {
        return compared(id, (upper, lower) -> new SnapshotChanges(lower).of(upper));
    }

    /** Writes all of the writable layer as the archive of a layer, whiteouts included. */
    public void diff(String id, OutputStream out) throws IOException {
        var tar = new TarWriter(out);
        try (var upper = Dir.of(upper(id))) {
            new TreeReader(tar, Whiteouts.LAYER).all(upper, "");
        }
        tar.finish();
    }

    /** The same of a container, without what {@link #changes} does not tell either: mount points of the runtime. */
    public void diffOfContainer(String id, OutputStream out) throws IOException {
        var tar = new TarWriter(out);
        compared(id, (upper, lower) -> {
            new TreeReader(tar, Whiteouts.LAYER)
                    .except(MountPoints.untouched(upper, lower)::contains)
                    .all(upper, "");
            return tar;
        });
        tar.finish();
    }

    private interface Comparison<T> {
        T of(Dir upper, List<Dir> lower) throws IOException;
    }

    /** Lower layers are open roots, the topmost first. */
    private <T> T compared(String id, Comparison<T> work) throws IOException {
        var lower = new ArrayList<Dir>();
        try (var upper = Dir.of(upper(id))) {
            for (Digest each : diffIds(id).reversed()) {
                lower.add(Dir.of(layers.path(each)));
            }
            return work.of(upper, lower);
        } finally {
            lower.forEach(Dir::close);
        }
    }

    /** The writable layer itself, as overlayfs keeps it. */
    public Path upper(String id) throws IOException {
        diffIds(id);
        return files(id).upper();
    }

    /** Bytes of the writable layer. */
    public long usage(String id) throws IOException {
        try (var upper = Dir.of(upper(id))) {
            return Layers.usage(upper);
        }
    }
}
