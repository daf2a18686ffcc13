package dev.jcompose.linux.netns;

import dev.jcompose.linux.Native;
import dev.jcompose.linux.Uninterrupted;
import dev.jcompose.linux.file.Mount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A network namespace that a bind mount at {@code path} keeps alive. */
public record NetworkNamespace(Path path) {
    /**
     * Makes a namespace, binds it to {@code path} and runs {@code inside} in it, all on one thread that then ends.
     * A file that a crash left at {@code path} is taken over.
     */
    public static <T> T create(Path path, Callable<T> inside) {
        return onOwnThread("netns " + path.getFileName(), () -> {
            Files.createDirectories(path.getParent());
            new NetworkNamespace(path).delete();
            Files.createFile(path);
            Native.unshare(Native.CLONE_NEWNET);
            Mount.bind(Path.of("/proc/thread-self/ns/net"), path);
            return inside.call();
        });
    }

    /** Runs {@code code} in the namespace on a thread of its own; sockets it opens stay in the namespace for good. */
    public <T> T run(Callable<T> code) {
        return onOwnThread("netns " + path.getFileName(), () -> {
            int fd = Native.open(path, Native.O_RDONLY, 0);
            try {
                Native.setns(fd, Native.CLONE_NEWNET);
            } finally {
                Native.close(fd);
            }
            return code.call();
        });
    }

    public boolean exists() {
        try {
            return Files.exists(path) && !Files.getFileStore(path).equals(Files.getFileStore(path.getParent()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets go of the namespace; the kernel frees it and its links when the last process and socket in it are gone. */
    public void delete() {
        Mount.detachAll(path);
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T onOwnThread(String name, Callable<T> code) {
        var task = new FutureTask<T>(code);
        Thread.ofPlatform().name(name).daemon().start(task);
        try {
            return Uninterrupted.get(task);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (e.getCause() instanceof IOException io) {
                throw new UncheckedIOException(io);
            }
            throw new CompletionException(name + " failed", e.getCause());
        }
    }
}
