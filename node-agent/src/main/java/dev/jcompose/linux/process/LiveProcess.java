package dev.jcompose.linux.process;

import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.Native;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A process held by its pidfd, child or not. After its end signals go nowhere, and the descriptor is closed by itself.
 */
public final class LiveProcess {
    private final int pid;
    private final int pidfd;
    private final CompletableFuture<Integer> exited = new CompletableFuture<>();
    private boolean closed;

    private LiveProcess(int pid, int pidfd) {
        this.pid = pid;
        this.pidfd = pidfd;
    }

    /** The process that has this pid now; empty where there is none. */
    public static Optional<LiveProcess> of(int pid) {
        try {
            var process = new LiveProcess(pid, Pidfds.open(pid));
            ProcessWatch.add(process);
            return Optional.of(process);
        } catch (LinuxException e) {
            if (e.is(Errno.ESRCH) || e.is(Errno.EINVAL)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    public int pid() {
        return pid;
    }

    int pidfd() {
        return pidfd;
    }

    /** Completes on a thread of ours when the process has ended: with its exit code if it was our child, else with -1. */
    public CompletableFuture<Integer> exited() {
        return exited;
    }

    /** {@code false} where it has ended already. */
    public synchronized boolean signal(int signal) {
        return !closed && Pidfds.signal(pidfd, signal);
    }

    void ended() {
        int code = Spawn.poll(pid);
        synchronized (this) {
            closed = true;
            Native.close(pidfd);
        }
        // Dependents may block; the one thread that watches all processes must not.
        exited.completeAsync(() -> code, task -> Thread.ofVirtual().start(task));
    }
}
