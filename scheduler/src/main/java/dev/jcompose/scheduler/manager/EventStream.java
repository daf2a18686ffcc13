package dev.jcompose.scheduler.manager;

import dev.jcompose.api.stack.StackEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** Events of one operation. Writers never wait; one thread takes until it has seen the outcome, or gives the operation up. */
public final class EventStream {

    private final LinkedBlockingQueue<StackEvent> events = new LinkedBlockingQueue<>();

    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    void add(StackEvent event) {
        events.add(event);
    }

    /** Whoever asked has gone: what runs is awaited, what it interrupts is undone, and nothing begins any more. Any thread. */
    public void abandon() {
        gone.complete(null);
    }

    boolean abandoned() {
        return gone.isDone();
    }

    /** Runs {@code then} once it is abandoned; at once where it is. */
    void whenAbandoned(Runnable then) {
        var _ = gone.thenRun(then);
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
