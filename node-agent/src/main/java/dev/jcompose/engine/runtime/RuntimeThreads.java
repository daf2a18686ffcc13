package dev.jcompose.engine.runtime;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.linux.Native;
import dev.jcompose.linux.Uninterrupted;
import dev.jcompose.linux.file.Mount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The platform threads from which programs of the runtime are started and waited for.
 *
 * <p>Each task runs in a mount namespace of its own, a fresh copy of the host's, and what it starts inherits that: a task can
 * mount a container's root folder there, and it is gone with the container, without a trace on the host. The copy is fresh
 * because a host whose mounts do not propagate would not show later ones in an old copy. On a hybrid cgroup tree, which crun
 * refuses, {@code unified} is unmounted in it, after /sys/fs/cgroup alone was made private, else the host would lose it as
 * well; all other mounts keep their propagation.
 */
public final class RuntimeThreads implements AutoCloseable {
    private static final Path CGROUP = Path.of("/sys/fs/cgroup");
    private static final Path UNIFIED = CGROUP.resolve("unified");
    private static final int CLONE_FS = 0x200;

    private final boolean hybrid = Files.exists(UNIFIED.resolve("cgroup.procs"));
    private final int hostNamespace = Native.open(Path.of("/proc/self/ns/mnt"), Native.O_RDONLY, 0);
    private final ExecutorService threads;

    /** At most {@code parallel} programs are being started at a time; more only take each other's time. */
    public RuntimeThreads(int parallel) {
        threads = Executors.newFixedThreadPool(
                parallel, Thread.ofPlatform().daemon().name("runtime-", 1).factory());
    }

    /**
     * Runs the task on one of the threads; waiting for it holds no carrier. Who is interrupted meanwhile waits all the same, and hears
     * of it afterwards: a program that has been started and that nobody knows of would run on.
     */
    public <T extends @Nullable Object> T call(Callable<T> task) {
        var future = new FutureTask<T>(() -> inside(task));
        threads.execute(future);
        try {
            return Uninterrupted.get(future);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    /** As {@link #call}, on a thread made for it: for tasks that take as long as a client likes. */
    public <T extends @Nullable Object> T callApart(Callable<T> task) {
        var future = new FutureTask<T>(() -> inside(task));
        Thread.ofPlatform().daemon().name("apart").start(future);
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.unavailable("interrupted while files of a container were being read or written", e);
        }
    }

    private <T extends @Nullable Object> T inside(Callable<T> task) throws Exception {
        enter();
        try {
            return task.call();
        } finally {
            leave();
        }
    }

    private static RuntimeException failure(ExecutionException e) {
        return e.getCause() instanceof RuntimeException cause
                ? cause
                : new EngineException(ErrorKind.INTERNAL, String.valueOf(e.getMessage()), e);
    }

    private void enter() {
        Native.unshare(Native.CLONE_NEWNS);
        if (hybrid) {
            Mount.makePrivate(CGROUP);
            Mount.detach(UNIFIED);
        }
    }

    /**
     * Back to the host's namespace before anybody hears that the task is done: waking a virtual thread can make a new carrier
     * thread out of this one, which would inherit the task's namespace for good. The kernel lets a thread join a namespace
     * only while it shares root and working folder with no other.
     */
    private void leave() {
        Native.unshare(CLONE_FS);
        Native.setns(hostNamespace, Native.CLONE_NEWNS);
    }

    @Override
    public void close() {
        threads.shutdown();
        Native.close(hostNamespace);
    }
}
