package dev.jcompose.engine.event;

import dev.jcompose.api.system.EventMessage;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The event bus. Publishing never waits for a subscriber. */
public final class Events {
    /** As many as Docker keeps for {@code --since}. */
    private static final int KEPT = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<EventMessage> recent = new ArrayDeque<>();
    private final List<Subscription> subscribers = new CopyOnWriteArrayList<>();

    public void publish(EventMessage message) {
        lock.lock();
        try {
            recent.addLast(message);
            if (recent.size() > KEPT) {
                recent.removeFirst();
            }
            subscribers.forEach(s -> s.offer(message));
        } finally {
            lock.unlock();
        }
    }

    public void publish(String type, String action, String id, Map<String, String> attributes) {
        publish(EventMessage.of(type, action, id, attributes, Instant.now()));
    }

    /**
     * Begins with the kept events from {@code since} on, null for none of them. Filters go by the message alone; the
     * subscriber closes.
     */
    public Subscription subscribe(@Nullable Instant since, Predicate<EventMessage> filter) {
        lock.lock();
        try {
            List<EventMessage> past = new ArrayList<>();
            if (since != null) {
                for (EventMessage each : recent) {
                    if (!at(each).isBefore(since) && filter.test(each)) {
                        past.add(each);
                    }
                }
            }
            var subscription = new Subscription(filter, past, subscribers::remove);
            subscribers.add(subscription);
            return subscription;
        } finally {
            lock.unlock();
        }
    }

    /** All changes from now on. */
    public Subscription subscribe(Predicate<EventMessage> filter) {
        return subscribe(null, filter);
    }

    private static Instant at(EventMessage message) {
        return Instant.ofEpochSecond(0, message.timeNano());
    }
}
