package dev.jcompose.engine.container;

import dev.jcompose.api.container.PathStat;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.engine.archive.Compression;
import dev.jcompose.engine.archive.TarEntry;
import dev.jcompose.engine.archive.TarReader;
import dev.jcompose.engine.archive.TarWriter;
import dev.jcompose.engine.archive.TreeReader;
import dev.jcompose.engine.archive.TreeReader.Whiteouts;
import dev.jcompose.engine.archive.TreeWriter;
import dev.jcompose.engine.runtime.Users;
import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.file.Dir;
import dev.jcompose.linux.file.Stat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Files in and out of containers as archives. A link inside leads nowhere but inside. */
final class Archives {
    private final FileTrees trees;

    Archives(FileTrees trees) {
        this.trees = trees;
    }

    /**
     * A path of an API call.
     *
     * @param folder where the entry lies
     * @param name the entry; empty where the folder itself is meant: {@code /}, {@code /a/}, {@code /a/.}
     * @param shown what the archive calls it
     */
    private record Target(String folder, String name, String shown) {
        static Target of(String path) {
            String absolute = "/" + path;
            boolean asFolder = absolute.endsWith("/") || absolute.endsWith("/.");
            Path clean = Path.of(absolute).normalize();
            Path last = clean.getFileName();
            if (asFolder || last == null) {
                String shown = absolute.endsWith("/.") || last == null ? "." : last.toString();
                return new Target(clean.toString(), "", shown);
            }
            return new Target(Objects.requireNonNull(clean.getParent()).toString(), last.toString(), last.toString());
        }
    }

    /** NOT_FOUND where nothing is there. */
    PathStat stat(Container container, String path) {
        return trees.whole(container, root -> stat(root, path, container));
    }

    private static PathStat stat(Dir root, String path, Container container) {
        Target target = Target.of(path);
        try (var folder = root.open(target.folder())) {
            Stat stat = (target.name().isEmpty() ? Optional.of(folder.self()) : folder.stat(target.name()))
                    .orElseThrow(() -> missing(path, container));
            String link = "";
            if (stat.isSymlink()) {
                String text = folder.readLink(target.name());
                link = Path.of(target.folder()).resolve(text).normalize().toString();
            }
            return new PathStat(
                    target.shown().equals(".")
                            ? Path.of(target.folder()).normalize().toString()
                            : target.shown(),
                    stat.size(),
                    GoFileMode.of(stat.mode()),
                    Instant.ofEpochSecond(stat.seconds(), stat.nanos()),
                    link);
        } catch (LinuxException e) {
            throw translated(e, path, container);
        }
    }

    /** Writes the entry at {@code path} with all under it. */
    void get(Container container, String path, OutputStream out) {
        trees.whole(container, root -> {
            Target target = Target.of(path);
            try (var folder = root.open(target.folder())) {
                var tar = new TarWriter(out);
                var reader = new TreeReader(tar, Whiteouts.NONE);
                if (target.name().isEmpty()) {
                    Stat self = folder.self();
                    tar.write(TarEntry.directory(target.shown() + "/", self.permissions())
                            .withOwner(self.uid(), self.gid()));
                    reader.all(folder, target.shown() + "/");
                } else {
                    if (folder.stat(target.name()).isEmpty()) {
                        throw missing(path, container);
                    }
                    reader.one(folder, target.name(), target.name());
                }
                tar.finish();
                return true;
            } catch (LinuxException e) {
                throw translated(e, path, container);
            } catch (IOException e) {
                throw EngineException.unavailable("copy of " + path + " was broken off: " + e.getMessage(), e);
            }
        });
    }

    /**
     * Unpacks an archive into the folder at {@code path}.
     *
     * @param keepKinds whether a folder may not take the place of a file, nor a file that of a folder
     * @param asUser whether all belongs to the container's user, where it has one, whatever the archive says
     */
    void put(Container container, String path, InputStream archive, boolean keepKinds, boolean asUser) {
        requireWritable(container, path);
        String user = container.record().config().command().user();
        trees.whole(container, root -> {
            Optional<Users.Identity> owner =
                    asUser && !user.isEmpty() ? Optional.of(Stage.users(root).find(user, List.of())) : Optional.empty();
            try (var folder = root.open("/" + path);
                    var writer = new TreeWriter(folder, keepKinds)) {
                var tar = new TarReader(Compression.open(archive));
                for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
                    if (keepKinds) {
                        requireSameKind(folder, entry);
                    }
                    writer.write(owned(entry, owner), tar);
                }
                return true;
            } catch (LinuxException e) {
                if (e.is(Errno.ENOTDIR)) {
                    throw EngineException.invalid("extraction point is not a directory: " + path);
                }
                throw translated(e, path, container);
            } catch (IOException e) {
                throw EngineException.invalid("the archive for " + path + " cannot be read: " + e.getMessage());
            }
        });
    }

    private static TarEntry owned(TarEntry entry, Optional<Users.Identity> owner) {
        return owner.map(who -> entry.withOwner(who.uid(), who.gid())).orElse(entry);
    }

    private static void requireSameKind(Dir folder, TarEntry entry) {
        var there = folder.find(entry.path());
        if (there.isPresent() && there.get().isDirectory() != entry.isDirectory()) {
            throw EngineException.invalid(
                    entry.isDirectory()
                            ? "cannot overwrite non-directory \"" + entry.path() + "\" with directory"
                            : "cannot overwrite directory \"" + entry.path() + "\" with non-directory");
        }
    }

    private static void requireWritable(Container container, String path) {
        Path wanted = Path.of("/" + path).normalize();
        ContainerRecord record = container.record();
        Optional<PlannedMount> mount = record.mounts().stream()
                .filter(m -> wanted.startsWith(m.target()))
                .max(java.util.Comparator.comparingInt(m -> m.target().length()));
        if (mount.isPresent()
                ? !mount.get().writable()
                : record.host().storage().readonlyRootfs()) {
            throw new EngineException(
                    ErrorKind.FORBIDDEN,
                    mount.isPresent() ? "mounted volume is marked read-only" : "container rootfs is marked read-only");
        }
    }

    /** The container's own tree as an archive. */
    void export(Container container, OutputStream out) {
        trees.own(container, root -> {
            try {
                var tar = new TarWriter(out);
                new TreeReader(tar, Whiteouts.NONE)
                        .onOne(root.self().fileSystem())
                        .all(root, "");
                tar.finish();
                return true;
            } catch (IOException e) {
                throw EngineException.unavailable("export was broken off: " + e.getMessage(), e);
            }
        });
    }

    private static EngineException missing(String path, Container container) {
        return EngineException.notFound("Could not find the file " + path + " in container "
                + container.record().name());
    }

    private static RuntimeException translated(LinuxException e, String path, Container container) {
        return e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) ? missing(path, container) : e;
    }
}
