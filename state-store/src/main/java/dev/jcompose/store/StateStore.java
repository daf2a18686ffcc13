package dev.jcompose.store;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * An ordered map of (table, key) to bytes. Reads see every committed batch at once; a batch is atomic.
 *
 * <p>All methods may be called from any thread. Keys are ordered by their UTF-16 code units within a table.
 */
public interface StateStore extends AutoCloseable {

    Optional<byte[]> get(String table, String key);

    /** Calls {@code visit} with each key that begins with {@code prefix}, in order, on a snapshot. */
    void scan(String table, String prefix, BiConsumer<String, byte[]> visit);

    /**
     * Makes the batch visible to readers at once and completes when it is durable. Batches committed by several threads share
     * one fsync. Fails with {@link java.io.UncheckedIOException} (disk full, device error): then nothing of the batch holds.
     */
    CompletableFuture<Void> commit(Batch batch);

    /** Waits for what was committed, then releases the lock of the folder. */
    @Override
    void close();
}
