package dev.jcompose.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** A bind of a file that is mounted nowhere yet: made in one mount namespace, it can be put down in another. */
public final class DetachedMount implements AutoCloseable {
    /** The same numbers on every architecture; older libcs have no wrappers. */
    private static final long OPEN_TREE = 428;

    private static final long MOVE_MOUNT = 429;
    private static final long AT_FDCWD = -100;
    private static final long OPEN_TREE_CLONE = 1;
    private static final long MOVE_MOUNT_F_EMPTY_PATH = 4;
    private static final MethodHandle SYSCALL = Native.variadic(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            1);

    private final int fd;

    private DetachedMount(int fd) {
        this.fd = fd;
    }

    /** Of what {@code path} leads to. Throws LinuxException. */
    public static DetachedMount of(Path path) {
        try (var arena = Arena.ofConfined()) {
            long name = arena.allocateFrom(path.toString()).address();
            return new DetachedMount(
                    (int) call("open_tree " + path, OPEN_TREE, AT_FDCWD, name, OPEN_TREE_CLONE | Native.O_CLOEXEC, 0));
        }
    }

    /** Mounts it on {@code target}, as the calling thread sees that path. Throws LinuxException. */
    public void moveTo(Path target) {
        try (var arena = Arena.ofConfined()) {
            long here = arena.allocateFrom("").address();
            long there = arena.allocateFrom(target.toString()).address();
            call("move_mount to " + target, MOVE_MOUNT, fd, here, AT_FDCWD, there, MOVE_MOUNT_F_EMPTY_PATH);
        }
    }

    private static long call(String what, long number, long a, long b, long c, long d) {
        return call(what, number, a, b, c, d, 0);
    }

    private static long call(String what, long number, long a, long b, long c, long d, long e) {
        long result;
        try {
            result = (long) SYSCALL.invokeExact(Native.state(), number, a, b, c, d, e);
        } catch (Throwable thrown) {
            throw Native.broken(thrown);
        }
        if (result < 0) {
            throw Native.failure(what);
        }
        return result;
    }

    @Override
    public void close() {
        Native.close(fd);
    }
}
