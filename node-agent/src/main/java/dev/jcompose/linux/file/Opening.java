package dev.jcompose.linux.file;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The two ways to open: by one name, and by a path whose links are resolved inside a folder. Both give a descriptor's number. */
final class Opening {
    private static final boolean ARM = "aarch64".equals(System.getProperty("os.arch"));
    static final int O_WRONLY = 1;
    static final int O_CREAT = 0100;
    static final int O_EXCL = 0200;
    static final int O_CLOEXEC = 02000000;
    static final int O_DIRECTORY = ARM ? 040000 : 0200000;
    static final int O_NOFOLLOW = ARM ? 0100000 : 0400000;
    static final int O_PATH = 010000000;

    private static final int RESOLVE_NO_XDEV = 0x01;
    private static final int RESOLVE_NO_MAGICLINKS = 0x02;
    private static final int RESOLVE_IN_ROOT = 0x10;
    private static final int HOW_BYTES = 24;

    private Opening() {}

    /** @param subject what errors call it */
    static int at(int folder, String path, int flags, int mode, String subject) {
        try (var arena = Arena.ofConfined()) {
            return (int) Syscall.OPENAT.call(
                    subject, folder, FileName.in(arena, path).address(), flags, mode, 0);
        }
    }

    /** The object that {@code path} leads to, with {@code folder} as the root of all links, only to be named. */
    static int inside(int folder, String path, int flags, String subject) {
        return resolved(folder, path, flags, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS, subject);
    }

    /** The entry {@code child} of a folder, only to be named; EXDEV where something is mounted there. */
    static int unmounted(int folder, String child, int flags, String subject) {
        return resolved(folder, child, O_NOFOLLOW | flags, RESOLVE_NO_XDEV, subject);
    }

    private static int resolved(int folder, String path, int flags, int resolve, String subject) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment how = arena.allocate(HOW_BYTES, 8);
            how.set(ValueLayout.JAVA_LONG, 0, O_PATH | O_CLOEXEC | flags);
            how.set(ValueLayout.JAVA_LONG, 16, resolve);
            MemorySegment at = FileName.in(arena, path.isEmpty() ? "." : path);
            return (int) Syscall.OPENAT2.call(subject, folder, at.address(), how.address(), HOW_BYTES, 0);
        }
    }
}
