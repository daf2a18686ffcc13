package dev.jcompose.linux.process;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.jcompose.linux.Errno;
import dev.jcompose.linux.Native;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/** pidfd_open, pidfd_send_signal and pidfd_getfd, by number: glibc before 2.36 has no wrappers. The numbers are those of every architecture. */
final class Pidfds {
    private static final long PIDFD_SEND_SIGNAL = 424;
    private static final long PIDFD_OPEN = 434;
    private static final long PIDFD_GETFD = 438;

    private static final MethodHandle SYSCALL = Native.variadic(
            "syscall", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG), 1);

    private Pidfds() {}

    static int open(int pid) {
        long fd = call(PIDFD_OPEN, pid, 0);
        if (fd < 0) {
            throw Native.failure("pidfd_open " + pid);
        }
        return (int) fd;
    }

    static boolean signal(int pidfd, int signal) {
        if (call(PIDFD_SEND_SIGNAL, pidfd, signal) == 0) {
            return true;
        }
        if (Native.errno() == Errno.ESRCH) {
            return false;
        }
        throw Native.failure("send signal " + signal);
    }

    /** A copy of a descriptor of the process, close-on-exec. */
    static int copy(int pidfd, int fd) {
        long copied = call(PIDFD_GETFD, pidfd, fd);
        if (copied < 0) {
            throw Native.failure("pidfd_getfd " + fd);
        }
        return (int) copied;
    }

    private static long call(long number, long a, long b) {
        try {
            return (long) SYSCALL.invokeExact(Native.state(), number, a, b, 0L, 0L);
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }
}
