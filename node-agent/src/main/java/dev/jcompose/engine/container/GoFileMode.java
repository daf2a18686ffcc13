package dev.jcompose.engine.container;

import dev.jcompose.linux.file.Stat;

/** A file mode as Go's programs write it: permission bits below, kinds in high bits. */
final class GoFileMode {
    private static final long DIRECTORY = 1L << 31;
    private static final long SYMLINK = 1L << 27;
    private static final long DEVICE = 1L << 26;
    private static final long NAMED_PIPE = 1L << 25;
    private static final long SOCKET = 1L << 24;
    private static final long SET_UID = 1L << 23;
    private static final long SET_GID = 1L << 22;
    private static final long CHARACTER_DEVICE = 1L << 21;
    private static final long STICKY = 1L << 20;

    private GoFileMode() {}

    static long of(int mode) {
        long kind = switch (mode & Stat.TYPE) {
            case Stat.DIRECTORY -> DIRECTORY;
            case Stat.SYMLINK -> SYMLINK;
            case Stat.BLOCK -> DEVICE;
            case Stat.CHARACTER -> DEVICE | CHARACTER_DEVICE;
            case Stat.FIFO -> NAMED_PIPE;
            case Stat.SOCKET -> SOCKET;
            default -> 0;
        };
        return kind
                | mode & 0777
                | ((mode & 04000) != 0 ? SET_UID : 0)
                | ((mode & 02000) != 0 ? SET_GID : 0)
                | ((mode & 01000) != 0 ? STICKY : 0);
    }
}
