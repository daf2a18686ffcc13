package dev.jcompose.engine.layer;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.engine.archive.Compression;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.content.DigestStream;
import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.file.Dir;
import dev.jcompose.store.CrashPoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The unpacked layers of a data root, one folder each. A layer is there whole and durable, or not at all. Whoever needs
 * layers holds them by {@link #hold}; {@link #collect} removes those that nobody holds. Any thread may call.
 */
public final class Layers {
    private final Path folder;
    private final Map<String, Set<Digest>> holders = new ConcurrentHashMap<>();
    private final Map<Digest, ReentrantLock> unpacking = new ConcurrentHashMap<>();

    public Layers(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder.resolve("sha256")).toAbsolutePath();
        sweep();
    }

    /** The folder of a layer that {@link #has} knows. */
    public Path path(Digest diffId) {
        return folder.resolve(diffId.hex());
    }

    public boolean has(Digest diffId) {
        return Files.isDirectory(path(diffId));
    }

    /**
     * Unpacks {@code blob}, of any compression, unless the layer is there. Fails where its content is not that of
     * {@code diffId}; nothing is left then.
     */
    public void unpack(Digest diffId, InputStream blob) throws IOException {
        var lock = unpacking.computeIfAbsent(diffId, d -> new ReentrantLock());
        lock.lock();
        try {
            if (!has(diffId)) {
                unpackNew(diffId, blob);
            }
        } finally {
            lock.unlock();
            unpacking.remove(diffId);
        }
    }

    private void unpackNew(Digest diffId, InputStream blob) throws IOException {
        Path fresh = prepare();
        try (var root = Dir.of(fresh)) {
            var tar = new DigestStream(Compression.open(blob));
            new LayerUnpack(root).apply(tar);
            Digest seen = tar.digest();
            if (!seen.equals(diffId)) {
                throw EngineException.invalid("the layer's content is " + seen + ", but the image says " + diffId
                        + ": the image is damaged or was tampered with");
            }
            publish(fresh, root, diffId);
        } catch (IOException | RuntimeException e) {
            discard(fresh);
            throw e;
        }
    }

    /** A new empty folder on the file system of the layers, to be filled and then {@link #adopt}ed. */
    public Path prepare() throws IOException {
        Path fresh = folder.resolve("new-" + UUID.randomUUID());
        Files.createDirectory(fresh);
        try (var root = Dir.of(fresh)) {
            root.chmod(".", 0755);
        }
        return fresh;
    }

    /** Makes {@code filled}, a folder on the same file system with overlay's own marks, the layer {@code diffId}. */
    public void adopt(Path filled, Digest diffId) throws IOException {
        if (has(diffId)) {
            discard(filled);
            return;
        }
        try (var root = Dir.of(filled)) {
            publish(filled, root, diffId);
        }
    }

    private void publish(Path filled, Dir root, Digest diffId) throws IOException {
        CrashPoint.pass("before: keep layer");
        root.syncFileSystem();
        try (var here = Dir.of(folder);
                var there = Dir.parentOf(filled)) {
            there.rename(filled.getFileName().toString(), here, diffId.hex());
            here.sync();
        } catch (LinuxException e) {
            if (!e.is(Errno.ENOTEMPTY) && !e.is(Errno.EEXIST)) {
                throw e;
            }
            // Another build or pull of the same content was faster.
            discard(filled);
        }
        CrashPoint.pass("after: keep layer");
    }

    public void discard(Path filled) {
        Dir.delete(filled);
    }

    /** Keeps these layers, present or to come, until {@code holder} holds others or lets go. */
    public void hold(String holder, Collection<Digest> diffIds) {
        holders.put(holder, Set.copyOf(diffIds));
    }

    public void release(String holder) {
        holders.remove(holder);
    }

    /** Removes the layers that nobody holds. */
    public void collect() throws IOException {
        var held = new HashSet<Digest>();
        holders.values().forEach(held::addAll);
        for (Digest diffId : list()) {
            if (!held.contains(diffId)) {
                remove(diffId);
            }
        }
    }

    private void remove(Digest diffId) {
        try (var here = Dir.of(folder)) {
            // Renamed first: a half-removed layer must never look like one.
            String doomed = "old-" + UUID.randomUUID();
            here.rename(diffId.hex(), here, doomed);
            CrashPoint.pass("before the files of a layer go");
            here.remove(doomed);
            CrashPoint.pass("after the files of a layer went");
        }
    }

    private List<Digest> list() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(n -> n.length() == 64)
                    .map(Digest::new)
                    .toList();
        }
    }

    private void sweep() {
        try (var here = Dir.of(folder)) {
            for (String name : here.list()) {
                if (name.startsWith("new-") || name.startsWith("old-")) {
                    here.remove(name);
                }
            }
        }
    }

    /** Bytes on disk of one layer's files, hard links counted once. */
    public long usage(Digest diffId) {
        try (var root = Dir.of(path(diffId))) {
            return usage(root);
        }
    }

    public static long usage(Dir tree) {
        return usage(tree, new HashSet<>());
    }

    private static long usage(Dir dir, Set<Long> seen) {
        long bytes = 0;
        for (String name : dir.list()) {
            var stat = dir.stat(name)
                    .orElseThrow(() -> new EngineException(ErrorKind.INTERNAL, "a layer changes while it is measured"));
            if (stat.isDirectory()) {
                try (var inner = dir.child(name)) {
                    bytes += usage(inner, seen);
                }
            } else if (stat.links() == 1 || seen.add(stat.inode())) {
                bytes += stat.size();
            }
        }
        return bytes;
    }
}
