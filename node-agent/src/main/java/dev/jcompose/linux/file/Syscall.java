package dev.jcompose.linux.file;

import dev.jcompose.linux.Errno;
import dev.jcompose.linux.Native;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/**
 * The system calls of this package by number. One handle on libc's {@code syscall} serves all of them: each further handle
 * would cost start time and memory, and several of these calls have no wrapper in older libcs.
 */
enum Syscall {
    READ(0, 63),
    WRITE(1, 64),
    CLOSE(3, 57),
    LSEEK(8, 62),
    FSYNC(74, 82),
    FTRUNCATE(77, 46),
    FCHMOD(91, 52),
    FCHOWN(93, 55),
    LSETXATTR(189, 6),
    LGETXATTR(192, 9),
    LLISTXATTR(195, 12),
    GETDENTS64(217, 61),
    OPENAT(257, 56),
    MKDIRAT(258, 34),
    MKNODAT(259, 33),
    FCHOWNAT(260, 54),
    UNLINKAT(263, 35),
    LINKAT(265, 37),
    SYMLINKAT(266, 36),
    READLINKAT(267, 78),
    FCHMODAT(268, 53),
    UTIMENSAT(280, 88),
    SYNCFS(306, 267),
    RENAMEAT2(316, 276),
    STATX(332, 291),
    OPENAT2(437, 437);

    private static final boolean ARM = "aarch64".equals(System.getProperty("os.arch"));
    private static final MethodHandle HANDLE = handle();

    private final long x86;
    private final long arm;

    Syscall(long x86, long arm) {
        this.x86 = x86;
        this.arm = arm;
    }

    /** Calls, again where a signal interrupted it, and gives the result. {@code subject} names the object in the error. */
    long call(String subject, long a, long b, long c, long d, long e) {
        long number = ARM ? arm : x86;
        while (true) {
            long result;
            try {
                result = (long) HANDLE.invokeExact(Native.state(), number, a, b, c, d, e);
            } catch (Throwable thrown) {
                throw Native.broken(thrown);
            }
            if (result != -1) {
                return result;
            }
            if (Native.errno() != Errno.EINTR) {
                throw Native.failure(name().toLowerCase(Locale.ROOT) + " " + subject);
            }
        }
    }

    private static MethodHandle handle() {
        var l = ValueLayout.JAVA_LONG;
        return Native.variadic("syscall", FunctionDescriptor.of(l, l, l, l, l, l, l), 1);
    }
}
