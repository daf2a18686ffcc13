package dev.jcompose.agent;

import dev.jcompose.api.system.EventMessage;
import dev.jcompose.engine.event.Events;
import dev.jcompose.engine.event.Subscription;
import java.util.function.Consumer;

/** Passes on which containers something happened to, by whatever hand. */
final class Watch implements AutoCloseable {

    private final Subscription subscription;

    /** Calls {@code changed} with the event of a container, on a thread of its own. */
    Watch(Events events, Consumer<EventMessage> changed) {
        subscription = events.subscribe(
                event -> event.type().equals("container") && !event.action().startsWith("exec_"));
        Thread.ofVirtual().name("agent watch").start(() -> {
            try {
                for (EventMessage event = subscription.take(); event != null; event = subscription.take()) {
                    changed.accept(event);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        subscription.close();
    }
}
