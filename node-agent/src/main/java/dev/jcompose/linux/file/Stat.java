package dev.jcompose.linux.file;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What {@code statx} tells of a file, links not followed.
 *
 * @param mode type and permission bits, as {@code st_mode}
 * @param device major and minor of a device node, as {@code makedev} packs them for {@code mknod}
 * @param seconds modification time since the epoch, with {@code nanos}
 */
public record Stat(
        int mode,
        int uid,
        int gid,
        int links,
        long inode,
        long size,
        long seconds,
        int nanos,
        long device,
        long fileSystem) {
    public static final int TYPE = 0170000;
    public static final int DIRECTORY = 0040000;
    public static final int REGULAR = 0100000;
    public static final int SYMLINK = 0120000;
    public static final int CHARACTER = 0020000;
    public static final int BLOCK = 0060000;
    public static final int FIFO = 0010000;
    public static final int SOCKET = 0140000;

    private static final int STATX_BASIC = 0x7ff;
    private static final int BYTES = 256;

    /** The state of {@code path} in an open folder; {@code flags} are those of statx. */
    static Stat of(int folder, String path, int flags) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(BYTES, 8);
            Syscall.STATX.call(path, folder, FileName.in(arena, path).address(), flags, STATX_BASIC, out.address());
            return of(out);
        }
    }

    private static Stat of(MemorySegment s) {
        return new Stat(
                s.get(ValueLayout.JAVA_SHORT, 0x1c) & 0xFFFF,
                s.get(ValueLayout.JAVA_INT, 0x14),
                s.get(ValueLayout.JAVA_INT, 0x18),
                s.get(ValueLayout.JAVA_INT, 0x10),
                s.get(ValueLayout.JAVA_LONG, 0x20),
                s.get(ValueLayout.JAVA_LONG, 0x28),
                s.get(ValueLayout.JAVA_LONG, 0x70),
                s.get(ValueLayout.JAVA_INT, 0x78),
                device(s.get(ValueLayout.JAVA_INT, 0x80), s.get(ValueLayout.JAVA_INT, 0x84)),
                device(s.get(ValueLayout.JAVA_INT, 0x88), s.get(ValueLayout.JAVA_INT, 0x8c)));
    }

    public static long device(int major, int minor) {
        return (minor & 0xFFL) | ((major & 0xFFFL) << 8) | ((minor & ~0xFFL) << 12);
    }

    public int major() {
        return (int) ((device >> 8) & 0xFFF);
    }

    public int minor() {
        return (int) ((device & 0xFF) | ((device >> 12) & ~0xFFL));
    }

    public int type() {
        return mode & TYPE;
    }

    public int permissions() {
        return mode & 07777;
    }

    public boolean isDirectory() {
        return type() == DIRECTORY;
    }

    public boolean isRegular() {
        return type() == REGULAR;
    }

    public boolean isSymlink() {
        return type() == SYMLINK;
    }

    /** Overlayfs marks a name that is gone by a character device 0:0. */
    public boolean isWhiteout() {
        return type() == CHARACTER && device == 0;
    }
}
