package dev.jcompose.engine.container;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.container.LogFiles.Bounds;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the logs of running containers within their bounds, and wakes those who follow them. The current file is renamed, then
 * conmon is told to open a new one: until it does, it writes to the renamed one, so no line is lost.
 *
 * <p>conmon truncates a log by itself after as many bytes as it was told, whatever was rotated meanwhile. A second name of the
 * current file, {@code .keep}, saves the content then.
 */
final class LogRotation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogRotation.class);
    /** Writes in quick succession are looked at together. */
    private static final long PAUSE_NANOS = 10_000_000;
    /** How often a log is looked at that the kernel does not watch for us. */
    private static final long LOOK_NANOS = 1_000_000_000;

    private final ReentrantLock turn = new ReentrantLock();
    private final ContainerPaths paths;
    private final WatchService watches;
    private final Map<WatchKey, Container> byKey = new ConcurrentHashMap<>();
    private final Map<String, WatchKey> byId = new ConcurrentHashMap<>();
    private final Map<String, Thread> unwatched = new ConcurrentHashMap<>();

    LogRotation(ContainerPaths paths) {
        this.paths = paths;
        try {
            this.watches = paths.config().dataRoot().getFileSystem().newWatchService();
        } catch (IOException e) {
            throw EngineException.unavailable(
                    "the logs cannot be watched: " + e.getMessage() + " (see fs.inotify.max_user_instances)", e);
        }
        Thread.ofPlatform().daemon().name("logs").start(this::run);
    }

    /** The container has begun, or was found running. */
    void watch(Container container) {
        if (!LogFiles.isKept(container.record())) {
            return;
        }
        try {
            Path folder = paths.data(container.id());
            Files.createDirectories(folder);
            WatchKey key = folder.register(
                    watches, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_CREATE);
            byKey.put(key, container);
            byId.put(container.id(), key);
            check(container);
        } catch (IOException e) {
            LOG.warn(
                    "the log of container {} cannot be watched ({}), so it is looked at every second: raise"
                            + " fs.inotify.max_user_watches",
                    container.record().name(),
                    e.getMessage());
            Thread looking = Thread.ofVirtual().unstarted(() -> lookAgainAndAgain(container));
            unwatched.put(container.id(), looking);
            looking.start();
        }
    }

    /** Where other programs of the host have used up the kernel's watches: no reason for a container not to run. */
    private void lookAgainAndAgain(Container container) {
        while (Thread.currentThread().equals(unwatched.get(container.id()))) {
            checkQuietly(container);
            container.logChanges.bump();
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** It runs no more; whoever follows its log finds out. */
    void forget(Container container) {
        unwatched.remove(container.id());
        WatchKey key = byId.remove(container.id());
        if (key != null) {
            key.cancel();
            byKey.remove(key);
        }
        container.logChanges.bump();
    }

    private void run() {
        try {
            while (true) {
                WatchKey key = watches.take();
                Container container = byKey.get(key);
                key.pollEvents();
                key.reset();
                if (container != null) {
                    checkQuietly(container);
                    container.logChanges.bump();
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (ClosedWatchServiceException | InterruptedException e) {
            // The daemon ends.
        }
    }

    private void checkQuietly(Container container) {
        try {
            check(container);
        } catch (IOException | EngineException e) {
            LOG.warn("rotating the log of container {}: {}", container.record().name(), e.toString());
        }
    }

    /** A start looks while what it wrote wakes the watcher: one of them at a time. */
    private void check(Container container) throws IOException {
        turn.lock();
        try {
            keepWithin(container);
        } finally {
            turn.unlock();
        }
    }

    private void keepWithin(Container container) throws IOException {
        var bounds = Bounds.of(container.record().host().running().logConfig());
        Path current = paths.log(container.id());
        Path keep = current.resolveSibling(current.getFileName() + ".keep");
        Object now = key(current);
        if (now == null) {
            if (Files.exists(LogFiles.part(current, 1)) || Files.exists(keep)) {
                // Renamed, and not opened anew: the order may have been lost with a daemon before us.
                paths.bundle(container.id()).reopenLog();
            }
            return;
        }
        Object kept = key(keep);
        if (!now.equals(kept)) {
            if (kept != null && !kept.equals(key(LogFiles.part(current, 1)))) {
                shift(current, bounds.files());
                Files.move(keep, LogFiles.part(current, 1), StandardCopyOption.ATOMIC_MOVE);
            }
            Files.deleteIfExists(keep);
            Files.createLink(keep, current);
        }
        if (Files.size(current) > bounds.size()) {
            shift(current, bounds.files());
            Files.move(current, LogFiles.part(current, 1), StandardCopyOption.ATOMIC_MOVE);
            paths.bundle(container.id()).reopenLog();
        }
    }

    /** Makes room for a new {@code .1}; the oldest goes. With one file alone the renamed one goes at the next rotation. */
    private static void shift(Path current, int files) throws IOException {
        int last = Math.max(1, files - 1);
        for (int i = last; Files.exists(LogFiles.part(current, i)); i++) {
            Files.delete(LogFiles.part(current, i));
        }
        for (int i = last - 1; i >= 1; i--) {
            if (Files.exists(LogFiles.part(current, i))) {
                Files.move(LogFiles.part(current, i), LogFiles.part(current, i + 1), StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    static @Nullable Object key(Path file) {
        try {
            return Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class)
                    .fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() {
        unwatched.clear();
        try {
            watches.close();
        } catch (IOException e) {
            LOG.warn("closing the watch of logs: {}", e.toString());
        }
    }
}
