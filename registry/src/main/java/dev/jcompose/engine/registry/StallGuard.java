package dev.jcompose.engine.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Closes a body that sends nothing for a minute: the HTTP client itself would wait for ever. */
final class StallGuard implements AutoCloseable {
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    private final InputStream body;
    private final Thread watch;
    private volatile long lastRead = System.nanoTime();

    StallGuard(InputStream body) {
        this.body = body;
        this.watch = Thread.ofVirtual().name("stall-guard").start(this::watch);
    }

    InputStream input() {
        return new FilterInputStream(body) {
            @Override
            public int read(byte[] to, int from, int length) throws IOException {
                int n = in.read(to, from, length);
                lastRead = System.nanoTime();
                return n;
            }
        };
    }

    private void watch() {
        try {
            while (System.nanoTime() - lastRead < LONGEST_SILENCE.toNanos()) {
                Thread.sleep(Duration.ofSeconds(5));
            }
            body.close();
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        watch.interrupt();
        body.close();
    }
}
