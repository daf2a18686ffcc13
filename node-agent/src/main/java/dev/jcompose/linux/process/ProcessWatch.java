package dev.jcompose.linux.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.jcompose.linux.Errno;
import dev.jcompose.linux.Native;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One platform thread that waits on the pidfds of all processes by epoll. */
final class ProcessWatch {
    private static final MethodHandle CREATE =
            Native.function("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle CONTROL =
            Native.function("epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle WAIT =
            Native.function("epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));

    /** The structure is packed on x86-64 alone. */
    private static final boolean PACKED = "amd64".equals(System.getProperty("os.arch"));

    private static final int DATA_AT = PACKED ? 4 : 8;
    private static final int EVENT_BYTES = PACKED ? 12 : 16;
    private static final int EVENTS = 64;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    private static final int EPOLLIN = 1;

    private static final Map<Integer, LiveProcess> WATCHED = new ConcurrentHashMap<>();
    private static final int EPOLL = start();

    private ProcessWatch() {}

    static void add(LiveProcess process) {
        WATCHED.put(process.pidfd(), process);
        control(EPOLL_CTL_ADD, process.pidfd());
    }

    private static int start() {
        int epoll;
        try {
            epoll = (int) CREATE.invokeExact(Native.state(), Native.O_CLOEXEC);
        } catch (Throwable t) {
            throw Native.broken(t);
        }
        if (epoll < 0) {
            throw Native.failure("epoll_create1");
        }
        Thread.ofPlatform().daemon().name("process-watch").start(() -> run(epoll));
        return epoll;
    }

    private static void run(int epoll) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment events = arena.allocate((long) EVENT_BYTES * EVENTS, 8);
            while (true) {
                int count = (int) WAIT.invokeExact(Native.state(), epoll, events, EVENTS, -1);
                if (count < 0 && Native.errno() != Errno.EINTR) {
                    throw Native.failure("epoll_wait");
                }
                for (int i = 0; i < count; i++) {
                    int pidfd = events.get(JAVA_INT_UNALIGNED, (long) i * EVENT_BYTES + DATA_AT);
                    var process = WATCHED.remove(pidfd);
                    if (process != null) {
                        control(epoll, EPOLL_CTL_DEL, pidfd);
                        process.ended();
                    }
                }
            }
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }

    private static void control(int operation, int pidfd) {
        control(EPOLL, operation, pidfd);
    }

    private static void control(int epoll, int operation, int pidfd) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(16, 8);
            event.set(JAVA_INT, 0, EPOLLIN);
            event.set(JAVA_INT_UNALIGNED, DATA_AT, pidfd);
            int result = (int) CONTROL.invokeExact(Native.state(), epoll, operation, pidfd, event);
            if (result < 0) {
                throw Native.failure("epoll_ctl");
            }
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }
}
