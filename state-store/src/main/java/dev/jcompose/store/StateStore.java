package dev.jcompose.store;

import dev.jcompose.api.error.EngineException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;

/**
 * An ordered map of (table, key) to bytes. Reads see every committed batch at once; a batch is atomic.
 *
 * <p>All methods may be called from any thread; reads never wait for the disk's fsync. Keys are ordered by their UTF-8
 * bytes within a table.
 */
public interface StateStore extends AutoCloseable {

    /**
     * Opens the store in {@code folder}, which is created with mode 0700 where missing, and locks it.
     *
     * @throws dev.jcompose.api.error.EngineException CONFLICT where another process has it open, UNAVAILABLE where it cannot
     *     be read or was written by a newer version
     */
    static StateStore open(Path folder) {
        return SqliteStore.open(folder);
    }

    Optional<byte[]> get(String table, String key);

    /** Calls {@code visit} with each key that begins with {@code prefix}, in order, on a snapshot. */
    void scan(String table, String prefix, BiConsumer<String, byte[]> visit);

    /**
     * Makes the batch visible to readers at once and completes when it is durable. Batches committed by several threads share
     * one fsync. On a full disk there is room for it as long as the state does not grow much. Fails with an
     * {@link EngineException} of kind UNAVAILABLE: where the disk did not take it, nothing of the batch holds and later batches
     * may succeed; after a failed fsync the store takes no more batches until it is opened again.
     */
    CompletableFuture<Void> commit(Batch batch);

    /** Waits until a change is durable, and what goes with it is done; fails as that did. */
    static <T> T await(CompletableFuture<T> durable) {
        try {
            return durable.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof EngineException known ? known : e;
        }
    }

    /** Waits for what was committed, then releases the lock of the folder. */
    @Override
    void close();
}
