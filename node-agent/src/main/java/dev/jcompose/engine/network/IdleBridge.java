package dev.jcompose.engine.network;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes the default network's bridge away some time after its last container: the kernel lets a bridge go only when every CPU
 * was quiet, and whoever runs one container after the other shall wait for that neither at an end nor at the next start.
 */
final class IdleBridge implements AutoCloseable {
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final NetworkTable table;
    private final Bridges bridges;
    private final Executor later = CompletableFuture.delayedExecutor(
            LINGER.toMillis(), TimeUnit.MILLISECONDS, task -> Thread.ofVirtual().start(task));
    private final AtomicLong departures = new AtomicLong();

    IdleBridge(NetworkTable table, Bridges bridges) {
        this.table = table;
        this.bridges = bridges;
    }

    /** A container has left the network. */
    void left(NetworkRecord network) {
        if (!isIdle(network)) {
            return;
        }
        long departure = departures.incrementAndGet();
        later.execute(() -> {
            if (departures.get() == departure) {
                remove(network);
            }
        });
    }

    private boolean isIdle(NetworkRecord network) {
        return table.members(network.id()).isEmpty();
    }

    private void remove(NetworkRecord network) {
        bridges.remove(network, () -> !isIdle(network));
    }

    /** Now, where nobody uses it: at the end of this process, and at the start of the next after one that was cut off. */
    void removeIdle() {
        table.named(NetworkRecord.DEFAULT).filter(this::isIdle).ifPresent(this::remove);
    }

    @Override
    public void close() {
        departures.incrementAndGet();
        removeIdle();
    }
}
