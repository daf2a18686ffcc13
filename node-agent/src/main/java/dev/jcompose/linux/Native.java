package dev.jcompose.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * libc through FFM. {@link #function} gives a handle whose first argument is {@link #state()}, where the errno of that call
 * lands; the methods are the calls that several parts share, each throwing {@link LinuxException} on failure.
 *
 * <p>A downcall holds the carrier of a virtual thread: calls that may block for long belong on a platform thread.
 */
public final class Native {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final ThreadLocal<MemorySegment> THREAD_STATE =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

    private static final MethodHandle STRERROR =
            LINKER.downcallHandle(symbol("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));
    private static final MethodHandle OPEN =
            variadic("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), 2);
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle READ =
            function("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            function("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle FCNTL =
            variadic("fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG), 2);
    private static final MethodHandle UNSHARE = function("unshare", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle SETNS = function("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle MOUNT =
            function("mount", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    private static final MethodHandle UMOUNT2 = function("umount2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

    public static final int O_RDONLY = 0;
    public static final int O_RDWR = 2;
    public static final int O_CLOEXEC = 0x80000;
    public static final int CLONE_NEWNS = 0x00020000;
    public static final int CLONE_NEWNET = 0x40000000;
    public static final int F_GETFD = 1;
    public static final int F_SETFD = 2;
    public static final int FD_CLOEXEC = 1;
    public static final int F_DUPFD_CLOEXEC = 1030;

    private Native() {}

    /** A function of libc; the handle takes {@link #state()} first, then the arguments of {@code descriptor}. */
    public static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(symbol(name), descriptor, Linker.Option.captureCallState("errno"));
    }

    /** A function with a {@code ...} in its declaration; the arguments from index {@code fixed} on are variadic. */
    public static MethodHandle variadic(String name, FunctionDescriptor descriptor, int fixed) {
        return LINKER.downcallHandle(
                symbol(name),
                descriptor,
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(fixed));
    }

    /** A function of another library; no errno, no state argument. */
    public static MethodHandle function(SymbolLookup library, String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(library.findOrThrow(name), descriptor);
    }

    /** Where the errno of this thread's next call lands. */
    public static MemorySegment state() {
        return THREAD_STATE.get();
    }

    /** The errno of this thread's last call through {@link #function}; only meaningful after a failure. */
    public static int errno() {
        return (int) ERRNO.get(THREAD_STATE.get(), 0L);
    }

    /** The failure of this thread's last call. */
    public static LinuxException failure(String call) {
        return new LinuxException(call, errno());
    }

    /** What to throw for what {@code invokeExact} threw: unchecked ones pass as they are, the rest cannot happen. */
    public static RuntimeException broken(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException unchecked) {
            return unchecked;
        }
        return new IllegalStateException("a native call could not be made", thrown);
    }

    public static String strerror(int errno) {
        try {
            var text = (MemorySegment) STRERROR.invokeExact(errno);
            return text.reinterpret(256).getString(0);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /** A file descriptor, close-on-exec unless the caller clears it. */
    public static int open(Path path, int flags, int mode) {
        try (var arena = Arena.ofConfined()) {
            int fd = (int) OPEN.invokeExact(state(), arena.allocateFrom(path.toString()), flags | O_CLOEXEC, mode);
            if (fd < 0) {
                throw failure("open " + path);
            }
            return fd;
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /** Closes; a failure is no use to anybody, since Linux frees the descriptor all the same. */
    public static void close(int fd) {
        try {
            int ignored = (int) CLOSE.invokeExact(state(), fd);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /** Bytes read into {@code buffer} (0 at the end), or -1 with {@link #errno()}. */
    public static long read(int fd, MemorySegment buffer) {
        try {
            return (long) READ.invokeExact(state(), fd, buffer, buffer.byteSize());
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /** Bytes written, or -1 with {@link #errno()}. */
    public static long write(int fd, MemorySegment buffer) {
        try {
            return (long) WRITE.invokeExact(state(), fd, buffer, buffer.byteSize());
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    public static int fcntl(int fd, int command, long argument) {
        try {
            return check("fcntl " + command, (int) FCNTL.invokeExact(state(), fd, command, argument));
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /** Changes the calling platform thread for good: only on a thread of its own. */
    public static void unshare(int flags) {
        try {
            check("unshare", (int) UNSHARE.invokeExact(state(), flags));
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /** Changes the calling platform thread: only on a thread of its own. */
    public static void setns(int fd, int kind) {
        try {
            check("setns", (int) SETNS.invokeExact(state(), fd, kind));
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    public static void mount(String source, Path target, @Nullable String type, long flags, @Nullable String data) {
        try (var arena = Arena.ofConfined()) {
            int result = (int) MOUNT.invokeExact(
                    state(),
                    arena.allocateFrom(source),
                    arena.allocateFrom(target.toString()),
                    optional(arena, type),
                    flags,
                    optional(arena, data));
            check("mount " + source + " on " + target, result);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /** A conditional as an argument of invokeExact would count as an Object. */
    private static MemorySegment optional(Arena arena, @Nullable String text) {
        return text == null ? MemorySegment.NULL : arena.allocateFrom(text);
    }

    public static void umount(Path target, int flags) {
        try (var arena = Arena.ofConfined()) {
            int result = (int) UMOUNT2.invokeExact(state(), arena.allocateFrom(target.toString()), flags);
            if (result < 0) {
                throw failure("umount " + target);
            }
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    private static int check(String call, int result) {
        if (result < 0) {
            throw failure(call);
        }
        return result;
    }

    private static MemorySegment symbol(String name) {
        return LINKER.defaultLookup().findOrThrow(name);
    }

    /** {@code bytes} in native memory. */
    public static MemorySegment copy(Arena arena, byte[] bytes) {
        return arena.allocateFrom(JAVA_BYTE, bytes);
    }
}
