package dev.jcompose.linux.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.Native;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** posix_spawn: the child begins in the namespaces of the calling thread, in a session of its own, with default signals. */
public final class Spawn {
    private static final FunctionDescriptor ONE_POINTER = FunctionDescriptor.of(JAVA_INT, ADDRESS);
    private static final FunctionDescriptor TWO_POINTERS = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);

    private static final MethodHandle SPAWN = Native.function(
            "posix_spawn", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle ACTIONS_INIT = Native.function("posix_spawn_file_actions_init", ONE_POINTER);
    private static final MethodHandle ACTIONS_DESTROY =
            Native.function("posix_spawn_file_actions_destroy", ONE_POINTER);
    private static final MethodHandle ADD_DUP2 = Native.function(
            "posix_spawn_file_actions_adddup2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle ADD_OPEN = Native.function(
            "posix_spawn_file_actions_addopen",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle ADD_CLOSEFROM = Native.function(
            "posix_spawn_file_actions_addclosefrom_np", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle ADD_CHDIR = Native.function("posix_spawn_file_actions_addchdir_np", TWO_POINTERS);
    private static final MethodHandle ATTR_INIT = Native.function("posix_spawnattr_init", ONE_POINTER);
    private static final MethodHandle ATTR_FLAGS =
            Native.function("posix_spawnattr_setflags", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT));
    private static final MethodHandle ATTR_MASK = Native.function("posix_spawnattr_setsigmask", TWO_POINTERS);
    private static final MethodHandle ATTR_DEFAULT = Native.function("posix_spawnattr_setsigdefault", TWO_POINTERS);
    private static final MethodHandle FILL_SET = Native.function("sigfillset", ONE_POINTER);
    private static final MethodHandle EMPTY_SET = Native.function("sigemptyset", ONE_POINTER);
    private static final MethodHandle WAITPID =
            Native.function("waitpid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

    /** Larger than glibc's and musl's structures. */
    private static final int STRUCT_BYTES = 512;

    private static final short SETSIGDEF = 0x04;
    private static final short SETSIGMASK = 0x08;
    private static final short SETSID = 0x80;
    private static final int WNOHANG = 1;

    /** Those that nobody has reaped yet. */
    private static final Set<Integer> CHILDREN = ConcurrentHashMap.newKeySet();

    /** Shared while a process is started, until it is known: what is judged meanwhile would pass for another's. */
    private static final ReentrantReadWriteLock STARTING = new ReentrantReadWriteLock();

    private Spawn() {}

    /** Starts it and gives its pid; the caller waits for it, by {@link #await} or through {@link LiveProcess}. */
    public static int start(Program program) {
        List<Integer> copies = new ArrayList<>();
        try (var arena = Arena.ofConfined()) {
            MemorySegment actions = arena.allocate(STRUCT_BYTES, 16);
            check("file actions", (int) ACTIONS_INIT.invokeExact(Native.state(), actions));
            addDescriptors(arena, actions, program.descriptors(), copies);
            if (program.folder() != null) {
                MemorySegment folder = arena.allocateFrom(program.folder().toString());
                check("chdir", (int) ADD_CHDIR.invokeExact(Native.state(), actions, folder));
            }
            MemorySegment pid = arena.allocate(JAVA_INT);
            String executable = program.argv().getFirst();
            int error;
            STARTING.readLock().lock();
            try {
                error = (int) SPAWN.invokeExact(
                        Native.state(),
                        pid,
                        arena.allocateFrom(executable),
                        actions,
                        attributes(arena),
                        strings(arena, program.argv()),
                        strings(
                                arena,
                                program.environment().entrySet().stream()
                                        .map(e -> e.getKey() + "=" + e.getValue())
                                        .toList()));
                if (error == 0) {
                    CHILDREN.add(pid.get(JAVA_INT, 0));
                }
            } finally {
                STARTING.readLock().unlock();
            }
            Orphans.begun();
            int ignored = (int) ACTIONS_DESTROY.invokeExact(Native.state(), actions);
            check("start " + executable, error);
            return pid.get(JAVA_INT, 0);
        } catch (Throwable t) {
            throw Native.broken(t);
        } finally {
            copies.forEach(Native::close);
        }
    }

    /** Blocks a platform thread until the child has ended; its exit code as a shell counts: 128 + n for signal n. */
    public static int await(int pid) {
        return wait(pid, 0);
    }

    /** The exit code, -1 where it still runs or was not started here. */
    static int poll(int pid) {
        return CHILDREN.contains(pid) ? wait(pid, WNOHANG) : -1;
    }

    /** Whether it was started here, and so is for who started it to reap. */
    static boolean hasStarted(int pid) {
        STARTING.writeLock().lock();
        try {
            return CHILDREN.contains(pid);
        } finally {
            STARTING.writeLock().unlock();
        }
    }

    static void reap(int pid) {
        wait(pid, WNOHANG);
    }

    private static int wait(int pid, int options) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(JAVA_INT);
            while (true) {
                int got = (int) WAITPID.invokeExact(Native.state(), pid, status, options);
                if (got == pid) {
                    CHILDREN.remove(pid);
                    int raw = status.get(JAVA_INT, 0);
                    return (raw & 0x7f) == 0 ? (raw >> 8) & 0xff : 128 + (raw & 0x7f);
                }
                if (got == 0 || Native.errno() == Errno.ECHILD) {
                    return -1;
                }
                if (Native.errno() != Errno.EINTR) {
                    throw Native.failure("waitpid " + pid);
                }
            }
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }

    private static void addDescriptors(
            Arena arena, MemorySegment actions, List<Integer> descriptors, List<Integer> copies) throws Throwable {
        int count = descriptors.size();
        for (int i = 0; i < count; i++) {
            int ours = descriptors.get(i);
            if (ours == Program.NULL) {
                int mode = i == 0 ? Native.O_RDONLY : Native.O_RDWR;
                check("open", (int)
                        ADD_OPEN.invokeExact(Native.state(), actions, i, arena.allocateFrom("/dev/null"), mode, 0));
                continue;
            }
            // A source below `count` could be overwritten by an earlier dup2 in the child.
            int source = ours;
            if (ours < count) {
                source = Native.fcntl(ours, Native.F_DUPFD_CLOEXEC, count);
                copies.add(source);
            }
            check("dup2", (int) ADD_DUP2.invokeExact(Native.state(), actions, source, i));
        }
        check("closefrom", (int) ADD_CLOSEFROM.invokeExact(Native.state(), actions, count));
    }

    private static MemorySegment attributes(Arena arena) throws Throwable {
        MemorySegment attributes = arena.allocate(STRUCT_BYTES, 16);
        MemorySegment set = arena.allocate(128, 8);
        check("attributes", (int) ATTR_INIT.invokeExact(Native.state(), attributes));
        check("sigemptyset", (int) EMPTY_SET.invokeExact(Native.state(), set));
        check("sigmask", (int) ATTR_MASK.invokeExact(Native.state(), attributes, set));
        check("sigfillset", (int) FILL_SET.invokeExact(Native.state(), set));
        check("sigdefault", (int) ATTR_DEFAULT.invokeExact(Native.state(), attributes, set));
        short flags = SETSIGDEF | SETSIGMASK | SETSID;
        check("flags", (int) ATTR_FLAGS.invokeExact(Native.state(), attributes, flags));
        return attributes;
    }

    private static MemorySegment strings(Arena arena, List<String> values) {
        MemorySegment array = arena.allocate(ADDRESS, values.size() + 1L);
        for (int i = 0; i < values.size(); i++) {
            array.setAtIndex(ADDRESS, i, arena.allocateFrom(values.get(i)));
        }
        return array;
    }

    /** These functions return the error instead of setting errno. */
    private static void check(String what, int error) {
        if (error != 0) {
            throw new LinuxException(what, error);
        }
    }
}
