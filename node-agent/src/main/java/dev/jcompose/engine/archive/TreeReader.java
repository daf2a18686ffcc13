package dev.jcompose.engine.archive;

import dev.jcompose.engine.archive.TarEntry.Region;
import dev.jcompose.linux.file.Dir;
import dev.jcompose.linux.file.Stat;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Writes the files under a folder as members of an archive, sorted, so that equal trees give equal bytes. Sockets, which no
 * archive can hold, are left out. Used by one thread.
 */
public final class TreeReader {
    /** How names that an overlay marks as gone are written. */
    public enum Whiteouts {
        /** The tree is a whole one: device 0:0 is a device. */
        NONE,
        /** The tree is the upper folder of an overlay: marks become {@code .wh.} members, as image layers have them. */
        LAYER
    }

    /** Where members go: into an archive, a digest, another tree. */
    @FunctionalInterface
    public interface Sink {
        void write(TarEntry entry, TreeWriter.Content content) throws IOException;
    }

    private final Sink sink;
    private final Whiteouts whiteouts;
    private final Predicate<String> leftOut;
    private final Map<String, String> firstNames = new HashMap<>();
    private OptionalLong only = OptionalLong.empty();

    public TreeReader(TarWriter tar, Whiteouts whiteouts) {
        this(tar::write, whiteouts);
    }

    public TreeReader(Sink sink, Whiteouts whiteouts) {
        this(sink, whiteouts, name -> false);
    }

    private TreeReader(Sink sink, Whiteouts whiteouts, Predicate<String> leftOut) {
        this.sink = sink;
        this.whiteouts = whiteouts;
        this.leftOut = leftOut;
    }

    /** Leaves members out by their name in the archive; what is in a folder left out may still be there. */
    public TreeReader except(Predicate<String> names) {
        return new TreeReader(sink, whiteouts, names);
    }

    /** Leaves out what lies in folders of other file systems than this one: mounts in the tree. The folders stay, empty. */
    public TreeReader onOne(long fileSystem) {
        this.only = OptionalLong.of(fileSystem);
        return this;
    }

    /** Everything under {@code dir}; {@code prefix} ("" or ending in a slash) comes before each name. */
    public void all(Dir dir, String prefix) throws IOException {
        for (String name : dir.list()) {
            one(dir, name, prefix + name);
        }
    }

    /** The entry {@code name} of {@code dir}, with all under it, called {@code as} in the archive. */
    public void one(Dir dir, String name, String as) throws IOException {
        var found = dir.stat(name);
        if (found.isEmpty()) {
            return;
        }
        Stat stat = found.get();
        if (whiteouts == Whiteouts.LAYER && stat.isWhiteout()) {
            write(TarEntry.file(Whiteout.of(as), 0, 0));
            return;
        }
        switch (stat.type()) {
            case Stat.DIRECTORY -> directory(dir, name, as, stat);
            case Stat.REGULAR -> file(dir, name, as, stat);
            case Stat.SYMLINK -> write(entry(dir, name, as, TarEntry.Type.SYMLINK, stat, dir.readLink(name)));
            case Stat.CHARACTER -> write(entry(dir, name, as, TarEntry.Type.CHARACTER, stat, ""));
            case Stat.BLOCK -> write(entry(dir, name, as, TarEntry.Type.BLOCK, stat, ""));
            case Stat.FIFO -> write(entry(dir, name, as, TarEntry.Type.FIFO, stat, ""));
            default -> {}
        }
    }

    private void write(TarEntry entry) throws IOException {
        if (!leftOut.test(entry.name())) {
            sink.write(entry, TreeWriter.Content.NONE);
        }
    }

    /** A file without attributes and other names, called {@code as}. */
    public static TarEntry file(String as, Stat stat) {
        return new TarEntry(
                as,
                TarEntry.Type.FILE,
                stat.permissions(),
                stat.uid(),
                stat.gid(),
                stat.size(),
                stat.seconds(),
                0,
                "",
                0,
                0,
                Map.of(),
                List.of(new Region(0, stat.size())));
    }

    private void directory(Dir dir, String name, String as, Stat stat) throws IOException {
        write(entry(dir, name, as, TarEntry.Type.DIRECTORY, stat, ""));
        if (whiteouts == Whiteouts.LAYER && Whiteout.isOpaque(dir.xattrs(name))) {
            write(TarEntry.file(as + "/" + Whiteout.OPAQUE, 0, 0));
        }
        if (only.isPresent() && only.getAsLong() != stat.fileSystem()) {
            return;
        }
        try (var inner = dir.child(name)) {
            all(inner, as + "/");
        }
    }

    private void file(Dir dir, String name, String as, Stat stat) throws IOException {
        if (stat.links() > 1 && !leftOut.test(as)) {
            String first = firstNames.putIfAbsent(stat.fileSystem() + ":" + stat.inode(), as);
            if (first != null) {
                write(entry(dir, name, as, TarEntry.Type.HARD_LINK, stat, first));
                return;
            }
        }
        try (var content = dir.readEntry(name)) {
            if (!leftOut.test(as)) {
                sink.write(entry(dir, name, as, TarEntry.Type.FILE, stat, ""), content::read);
            }
        }
    }

    private static TarEntry entry(Dir dir, String name, String as, TarEntry.Type type, Stat stat, String link) {
        boolean linked = type == TarEntry.Type.HARD_LINK;
        long size = type == TarEntry.Type.FILE ? stat.size() : 0;
        return new TarEntry(
                as,
                type,
                stat.permissions(),
                stat.uid(),
                stat.gid(),
                size,
                stat.seconds(),
                0,
                link,
                stat.isRegular() ? 0 : stat.major(),
                stat.isRegular() ? 0 : stat.minor(),
                linked ? Map.of() : xattrs(dir, name),
                List.of(new Region(0, size)));
    }

    private static Map<String, byte[]> xattrs(Dir dir, String name) {
        var attributes = dir.xattrs(name);
        var kept = new LinkedHashMap<String, byte[]>();
        for (String key : attributes.names()) {
            if (key.equals("security.capability") || key.startsWith("user.")) {
                attributes.get(key).ifPresent(value -> kept.put(key, value));
            }
        }
        return kept;
    }
}
