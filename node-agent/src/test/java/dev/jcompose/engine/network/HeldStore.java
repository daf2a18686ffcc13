package dev.jcompose.engine.network;

import dev.jcompose.store.Batch;
import dev.jcompose.store.StateStore;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A store on a disk that takes its time: of one change nobody hears before {@link #release}. */
final class HeldStore implements StateStore {
    private final StateStore store;
    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private final AtomicReference<@Nullable CompletableFuture<Void>> next = new AtomicReference<>();
    private volatile boolean holds;

    HeldStore(StateStore store) {
        this.store = store;
    }

    /** The next change is the one. */
    void hold() {
        next.set(released);
    }

    boolean holdsSomething() {
        return holds;
    }

    void release() {
        released.complete(null);
    }

    @Override
    public Optional<byte[]> get(String table, String key) {
        return store.get(table, key);
    }

    @Override
    public void scan(String table, String prefix, BiConsumer<String, byte[]> visit) {
        store.scan(table, prefix, visit);
    }

    @Override
    public CompletableFuture<Void> commit(Batch batch) {
        var done = store.commit(batch);
        var until = next.getAndSet(null);
        if (until == null) {
            return done;
        }
        holds = true;
        return CompletableFuture.allOf(done, until);
    }

    @Override
    public void close() {
        store.close();
    }
}
