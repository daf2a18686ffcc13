package dev.jcompose.engine.archive;

import java.util.List;
import java.util.Map;

/**
 * One member of an archive.
 *
 * @param name as in the archive, in the form of {@link dev.jcompose.linux.file.FileName}
 * @param mode permission bits, no type
 * @param size bytes of the file when it is written out
 * @param regions where the bytes that follow in the archive belong; one region {@code (0, size)} unless the file is sparse
 */
public record TarEntry(
        String name,
        Type type,
        int mode,
        int uid,
        int gid,
        long size,
        long seconds,
        int nanos,
        String linkName,
        int major,
        int minor,
        Map<String, byte[]> xattrs,
        List<Region> regions) {

    public enum Type {
        FILE('0'),
        HARD_LINK('1'),
        SYMLINK('2'),
        CHARACTER('3'),
        BLOCK('4'),
        DIRECTORY('5'),
        FIFO('6');

        final char flag;

        Type(char flag) {
            this.flag = flag;
        }
    }

    public record Region(long offset, long length) {}

    public static TarEntry file(String name, int mode, long size) {
        return plain(name, Type.FILE, mode, size);
    }

    public static TarEntry directory(String name, int mode) {
        return plain(name, Type.DIRECTORY, mode, 0);
    }

    private static TarEntry plain(String name, Type type, int mode, long size) {
        return new TarEntry(name, type, mode, 0, 0, size, 0, 0, "", 0, 0, Map.of(), List.of(new Region(0, size)));
    }

    public TarEntry withName(String other) {
        return new TarEntry(other, type, mode, uid, gid, size, seconds, nanos, linkName, major, minor, xattrs, regions);
    }

    public TarEntry withOwner(int user, int group) {
        return new TarEntry(
                name, type, mode, user, group, size, seconds, nanos, linkName, major, minor, xattrs, regions);
    }

    public TarEntry withMode(int other) {
        return new TarEntry(name, type, other, uid, gid, size, seconds, nanos, linkName, major, minor, xattrs, regions);
    }

    /** Another name of the member {@code target}. */
    public TarEntry withHardLink(String target) {
        return new TarEntry(
                name, Type.HARD_LINK, mode, uid, gid, 0, seconds, nanos, target, major, minor, Map.of(), List.of());
    }

    public boolean isDirectory() {
        return type == Type.DIRECTORY;
    }

    /** The name without leading and trailing slashes and dots, {@code ..} never above the root; empty for the root itself. */
    public String path() {
        return clean(name);
    }

    /** {@code path} as seen from a root: {@code ./a//b/../c/} is {@code a/c}. */
    public static String clean(String path) {
        var kept = new java.util.ArrayList<String>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                if (!kept.isEmpty()) {
                    kept.removeLast();
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                kept.add(part);
            }
        }
        return String.join("/", kept);
    }
}
