package dev.jcompose.scheduler.manager;

import dev.jcompose.api.stack.StackEvent;
import java.util.concurrent.LinkedBlockingQueue;

/** Events of one operation. Writers never wait; one thread takes until it has seen the outcome. */
public final class EventStream {

    private final LinkedBlockingQueue<StackEvent> events = new LinkedBlockingQueue<>();

    void add(StackEvent event) {
        events.add(event);
    }

    /** Blocks; after the outcome it would block for ever. */
    public StackEvent take() throws InterruptedException {
        return events.take();
    }

    /** Skips to the end. */
    public StackEvent.Outcome outcome() throws InterruptedException {
        while (true) {
            StackEvent.Outcome outcome = take().outcome();
            if (outcome != null) {
                return outcome;
            }
        }
    }
}
