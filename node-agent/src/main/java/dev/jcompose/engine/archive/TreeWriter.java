package dev.jcompose.engine.archive;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.engine.archive.TarEntry.Region;
import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.file.Dir;
import dev.jcompose.linux.file.Stat;
import java.io.EOFException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes members of an archive into a folder as root would: what is there already is replaced, folders are kept and get
 * the new mode. Links in the way lead nowhere but inside the folder. Used by one thread; {@link #close} sets the times of
 * folders, which every change in them would alter.
 */
public final class TreeWriter implements AutoCloseable {
    private static final Set<Integer> DISK = Set.of(Errno.ENOSPC, Errno.EDQUOT, Errno.EIO, Errno.EROFS, Errno.ENOMEM);

    /** The bytes of a file as they come, as {@link TarReader#read} gives them. */
    @FunctionalInterface
    public interface Content {
        Content NONE = (to, from, length) -> -1;

        /** Up to {@code length} bytes, -1 at the end. */
        int read(byte[] to, int from, int length) throws IOException;
    }

    private final Dir root;
    private final boolean keepsLinks;
    private final Map<String, TarEntry> folders = new LinkedHashMap<>();
    private final byte[] chunk = new byte[1 << 17];
    private String parentPath = "";
    private Optional<Dir> parent = Optional.empty();

    /** {@code root} stays open and is the caller's. */
    public TreeWriter(Dir root) {
        this(root, false);
    }

    /** @param keepsLinks a link that leads to a folder stands for it where a folder is written, instead of being replaced */
    public TreeWriter(Dir root, boolean keepsLinks) {
        this.root = root;
        this.keepsLinks = keepsLinks;
    }

    /** Writes the member that {@code reader} stands at. */
    public void write(TarEntry entry, TarReader reader) throws IOException {
        write(entry, reader::read);
    }

    /**
     * Writes a member whose regions {@code content} gives one after the other.
     *
     * @throws EngineException INVALID where it cannot lie where its name says, UNAVAILABLE where the disk is at fault
     */
    public void write(TarEntry entry, Content content) throws IOException {
        try {
            place(entry, content);
        } catch (LinuxException e) {
            boolean disk = DISK.contains(e.errno());
            throw new EngineException(
                    disk ? ErrorKind.UNAVAILABLE : ErrorKind.INVALID,
                    "\"" + entry.name() + "\" of the archive cannot be written: " + e.getMessage(),
                    e);
        }
    }

    private void place(TarEntry entry, Content content) throws IOException {
        String path = entry.path();
        if (path.isEmpty()) {
            if (entry.isDirectory()) {
                attributes(root, ".", entry);
                folders.put("", entry);
            }
            return;
        }
        int slash = path.lastIndexOf('/');
        Dir in = parent(slash < 0 ? "" : path.substring(0, slash));
        String name = path.substring(slash + 1);
        if (!prepare(in, name, entry)) {
            return;
        }
        switch (entry.type()) {
            case FILE -> file(in, name, entry, content);
            case HARD_LINK -> link(in, name, entry);
            case DIRECTORY -> {
                attributes(in, name, entry);
                folders.put(path, entry);
            }
            case SYMLINK -> {
                in.symlink(entry.linkName(), name);
                attributes(in, name, entry);
            }
            case CHARACTER, BLOCK, FIFO -> {
                in.mknod(name, kind(entry.type()) | 0600, Stat.device(entry.major(), entry.minor()));
                attributes(in, name, entry);
            }
        }
    }

    /** Makes room for the entry; {@code false} where nothing is left to do: a link to itself, a folder behind a link. */
    private boolean prepare(Dir in, String name, TarEntry entry) {
        var there = in.stat(name);
        boolean folder = entry.isDirectory();
        if (there.isPresent() && !(folder && there.get().isDirectory())) {
            if (entry.type() == TarEntry.Type.HARD_LINK
                    && TarEntry.clean(entry.linkName()).equals(entry.path())) {
                return false;
            }
            if (keepsLinks && folder && there.get().isSymlink() && leadsToFolder(entry.path())) {
                return false;
            }
            replace(in, name);
        }
        if (folder && (there.isEmpty() || !there.get().isDirectory())) {
            in.mkdir(name, 0700);
        }
        return true;
    }

    private boolean leadsToFolder(String path) {
        return root.find(path).filter(Stat::isDirectory).isPresent();
    }

    private void replace(Dir in, String name) {
        in.remove(name);
        String gone = parentPath.isEmpty() ? name : parentPath + "/" + name;
        folders.keySet().removeIf(f -> f.equals(gone) || f.startsWith(gone + "/"));
    }

    private void file(Dir in, String name, TarEntry entry, Content content) throws IOException {
        try (var file = in.create(name, 0600)) {
            long at = 0;
            for (Region region : entry.regions()) {
                file.skip(region.offset() - at);
                for (long left = region.length(); left > 0; ) {
                    int n = content.read(chunk, 0, (int) Math.min(left, chunk.length));
                    if (n < 0) {
                        throw new EOFException("the archive ends in the middle of " + entry.name());
                    }
                    file.write(chunk, 0, n);
                    left -= n;
                }
                at = region.offset() + region.length();
            }
            if (at != entry.size()) {
                file.truncate(entry.size());
            }
            file.chown(entry.uid(), entry.gid());
            file.chmod(entry.mode());
            xattrs(in, name, entry);
            file.touch(entry.seconds(), entry.nanos());
        }
    }

    private void link(Dir in, String name, TarEntry entry) {
        String target = TarEntry.clean(entry.linkName());
        int slash = target.lastIndexOf('/');
        try (var other = root.open(slash < 0 ? "" : target.substring(0, slash))) {
            in.link(other, target.substring(slash + 1), name);
        }
    }

    private static void attributes(Dir in, String name, TarEntry entry) {
        in.chown(name, entry.uid(), entry.gid());
        if (entry.type() != TarEntry.Type.SYMLINK) {
            in.chmod(name, entry.mode());
        }
        xattrs(in, name, entry);
        in.touch(name, entry.seconds(), entry.nanos());
    }

    private static void xattrs(Dir in, String name, TarEntry entry) {
        entry.xattrs().forEach((key, value) -> {
            // An archive may not speak to overlayfs about how layers are stacked.
            if (!key.startsWith("trusted.overlay.")) {
                try {
                    in.xattrs(name).set(key, value);
                } catch (LinuxException e) {
                    if (!e.is(Errno.EOPNOTSUPP)) {
                        throw e;
                    }
                }
            }
        });
    }

    private static int kind(TarEntry.Type type) {
        return switch (type) {
            case CHARACTER -> Stat.CHARACTER;
            case BLOCK -> Stat.BLOCK;
            default -> Stat.FIFO;
        };
    }

    /** The open folder at {@code path}: members of one folder usually follow each other, so the last one stays open. */
    private Dir parent(String path) {
        if (parent.isPresent() && path.equals(parentPath)) {
            return parent.get();
        }
        parent.ifPresent(Dir::close);
        parent = Optional.empty();
        Dir next = root.make(path);
        parent = Optional.of(next);
        parentPath = path;
        return next;
    }

    @Override
    public void close() {
        parent.ifPresent(Dir::close);
        parent = Optional.empty();
        folders.forEach((path, entry) -> {
            int slash = path.lastIndexOf('/');
            try (var in = root.open(slash < 0 ? "" : path.substring(0, slash))) {
                String name = path.isEmpty() ? "." : path.substring(slash + 1);
                if ((path.isEmpty() ? Optional.of(in.self()) : in.stat(name))
                        .filter(Stat::isDirectory)
                        .isPresent()) {
                    in.touch(name, entry.seconds(), entry.nanos());
                }
            } catch (LinuxException e) {
                if (!e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR)) {
                    throw e;
                }
            }
        });
    }
}
