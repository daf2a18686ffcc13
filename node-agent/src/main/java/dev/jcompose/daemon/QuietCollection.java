package dev.jcompose.daemon;

import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.file.Mapped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back what a burst of work took, once it is over. The serial collector begins by itself only when the heap is full, so
 * without work the daemon would keep the most that it ever used. Of the start-up cache, all of which the start reads, what work
 * needs comes back by itself from the page cache.
 */
final class QuietCollection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QuietCollection.class);
    private static final Duration LOOK = Duration.ofSeconds(3);
    /** Less than this from one look to the next is no work. */
    private static final long STILL = 512 << 10;

    private final Thread thread = Thread.ofVirtual().name("quiet-collection").unstarted(this::run);

    static QuietCollection start() {
        var collection = new QuietCollection();
        collection.thread.start();
        return collection;
    }

    private void run() {
        long before = 0;
        boolean worked = false;
        try {
            while (true) {
                Thread.sleep(LOOK);
                long used = Runtime.getRuntime().totalMemory()
                        - Runtime.getRuntime().freeMemory();
                if (Math.abs(used - before) > STILL) {
                    worked = true;
                } else if (worked) {
                    worked = false;
                    System.gc();
                    Mapped.release(Path.of(System.getProperty("jcompose.home", "/"), "daemon.aot"));
                    used = Runtime.getRuntime().totalMemory()
                            - Runtime.getRuntime().freeMemory();
                }
                before = used;
            }
        } catch (IOException | LinuxException e) {
            LOG.warn("memory is not given back any more", e);
        } catch (InterruptedException e) {
            // Closed.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
