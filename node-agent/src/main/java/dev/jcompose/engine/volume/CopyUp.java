package dev.jcompose.engine.volume;

import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.file.Dir;
import dev.jcompose.linux.file.Stat;
import java.util.HashMap;
import java.util.Map;

/** Copies a folder of an image into an empty volume: content, owners, modes, times, links, devices, attributes. */
final class CopyUp {
    private static final int CHUNK = 1 << 16;

    private final Dir target;
    /** Files with several names: inode → where its first copy lies. */
    private final Map<Long, First> links = new HashMap<>();

    private record First(String folder, String name) {}

    private CopyUp(Dir target) {
        this.target = target;
    }

    /** Nothing happens where {@code path} is no folder of {@code root}; links in it stay inside the root. */
    static void copy(Dir root, String path, Dir target, String subject) {
        try (var source = root.open(path)) {
            Stat top = source.self();
            var copy = new CopyUp(target);
            copy.children(source, target, "");
            try (var self = Dir.of(java.nio.file.Path.of(target.procPath()).resolve(".."))) {
                attributes(self, "_data", top);
            }
            target.syncFileSystem();
        } catch (LinuxException e) {
            if (!e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR)) {
                throw new LinuxException(
                        "copy " + subject + " into the volume", e.errno(), String.valueOf(e.getMessage()));
            }
        }
    }

    private void children(Dir source, Dir into, String path) {
        for (String name : source.list()) {
            Stat stat = source.stat(name).orElseThrow();
            entry(source, into, path, name, stat);
        }
    }

    private void entry(Dir source, Dir into, String path, String name, Stat stat) {
        if (stat.links() > 1 && !stat.isDirectory()) {
            First first = links.putIfAbsent(stat.inode(), new First(path, name));
            if (first != null) {
                try (var folder = target.open(first.folder())) {
                    into.link(folder, first.name(), name);
                }
                return;
            }
        }
        switch (stat.type()) {
            case Stat.DIRECTORY -> {
                into.mkdir(name, 0700);
                try (var from = source.child(name);
                        var to = into.child(name)) {
                    children(from, to, path + "/" + name);
                }
            }
            case Stat.REGULAR -> content(source, into, name);
            case Stat.SYMLINK -> into.symlink(source.readLink(name), name);
            default -> into.mknod(name, stat.mode(), stat.device());
        }
        for (String attribute : source.xattrs(name).names()) {
            if (!attribute.startsWith("trusted.overlay.")) {
                source.xattrs(name)
                        .get(attribute)
                        .ifPresent(v -> into.xattrs(name).set(attribute, v));
            }
        }
        attributes(into, name, stat);
    }

    private static void content(Dir source, Dir into, String name) {
        byte[] buffer = new byte[CHUNK];
        try (var from = source.readEntry(name);
                var to = into.create(name, 0600)) {
            for (int n = from.read(buffer, 0, CHUNK); n >= 0; n = from.read(buffer, 0, CHUNK)) {
                to.write(buffer, 0, n);
            }
        }
    }

    private static void attributes(Dir folder, String name, Stat stat) {
        folder.chown(name, stat.uid(), stat.gid());
        if (!stat.isSymlink()) {
            // After the owner: chown clears set-user-id.
            folder.chmod(name, stat.permissions());
        }
        folder.touch(name, stat.seconds(), stat.nanos());
    }
}
