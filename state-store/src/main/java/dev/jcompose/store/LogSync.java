package dev.jcompose.store;

import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One thread that fsyncs the log for all who wait: whoever comes during one fsync shares the next. */
final class LogSync implements AutoCloseable {

    private final FileChannel log;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private boolean closed;
    private @Nullable IOException broken;

    LogSync(Path file) throws IOException {
        log = FileChannel.open(file, StandardOpenOption.WRITE);
        log.force(true);
        thread = Thread.ofPlatform().name("state-store-sync").daemon().start(this::run);
    }

    /** Completes when everything written to the log so far is on the disk. */
    CompletableFuture<Void> afterWrite() {
        CompletableFuture<Void> durable = new CompletableFuture<>();
        lock.lock();
        try {
            IOException failure = closed ? new IOException("the store is closed") : broken;
            if (failure != null) {
                durable.completeExceptionally(notStored(failure));
            } else {
                waiting.add(durable);
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
        return durable;
    }

    private void run() {
        for (List<CompletableFuture<Void>> group = next(); !group.isEmpty(); group = next()) {
            IOException failure = broken;
            if (failure == null) {
                failure = force();
            }
            for (CompletableFuture<Void> durable : group) {
                if (failure == null) {
                    durable.complete(null);
                } else {
                    durable.completeExceptionally(notStored(failure));
                }
            }
        }
    }

    private static EngineException notStored(IOException why) {
        return EngineException.unavailable("the state could not be stored: " + why.getMessage(), why);
    }

    /** Empty only when closed and nobody waits any more. */
    private List<CompletableFuture<Void>> next() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            List<CompletableFuture<Void>> group = waiting;
            waiting = new ArrayList<>();
            return group;
        } finally {
            lock.unlock();
        }
    }

    /** After a failed fsync the kernel may have dropped the pages: no later one proves anything, so the store ends here. */
    private @Nullable IOException force() {
        try {
            CrashPoint.pass("before the fsync of a commit");
            log.force(false);
            CrashPoint.pass("after the fsync of a commit");
            return null;
        } catch (IOException e) {
            lock.lock();
            try {
                broken = e;
            } finally {
                lock.unlock();
            }
            return e;
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
            log.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
