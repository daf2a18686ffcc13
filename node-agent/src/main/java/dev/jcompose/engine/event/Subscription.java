package dev.jcompose.engine.event;

import dev.jcompose.api.system.EventMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One subscriber's queue. One thread takes, any may close. */
public final class Subscription implements AutoCloseable {
    private static final EventMessage END = EventMessage.of("", "", "", java.util.Map.of(), java.time.Instant.EPOCH);

    private final Predicate<EventMessage> filter;
    private final LinkedBlockingQueue<EventMessage> queue;
    private final Consumer<Subscription> onClose;

    Subscription(Predicate<EventMessage> filter, List<EventMessage> first, Consumer<Subscription> onClose) {
        this.filter = filter;
        this.queue = new LinkedBlockingQueue<>(first);
        this.onClose = onClose;
    }

    void offer(EventMessage message) {
        if (filter.test(message)) {
            queue.add(message);
        }
    }

    /** Blocks for the next message; null once it is closed. */
    public @Nullable EventMessage take() throws InterruptedException {
        return open(queue.take());
    }

    /** As {@link #take()}, and null too where none came in time. */
    public @Nullable EventMessage poll(Duration patience) throws InterruptedException {
        return open(queue.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
    }

    @SuppressWarnings("ReferenceEquality") // the end is that one object
    private static @Nullable EventMessage open(@Nullable EventMessage message) {
        return message == END ? null : message;
    }

    @Override
    public void close() {
        onClose.accept(this);
        queue.add(END);
    }
}
