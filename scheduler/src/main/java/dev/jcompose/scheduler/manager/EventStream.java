package dev.jcompose.scheduler.manager;

import dev.jcompose.api.stack.StackEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Events of one operation. Writers never wait; one thread takes until it has seen the outcome, or gives the operation up. What goes
 * on inside of steps, as the words of builds and hooks, is left out while that thread is far behind, and how much it was is told.
 */
public final class EventStream {
    /** Characters of such words that wait in memory. */
    static final int MOST_WAITING = 16 << 20;

    private static final int OF_AN_EVENT = 200;

    private final LinkedBlockingQueue<StackEvent> events = new LinkedBlockingQueue<>();
    /** Which step → how many characters of its words were left out. */
    private final Map<StackEvent.Progress, Long> leftOut = new LinkedHashMap<>();

    private long waiting;
    private boolean behind;

    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    synchronized void add(StackEvent event) {
        StackEvent.Progress step = event.step();
        if (step != null && isUnderWay(step)) {
            behind = waiting > (behind ? MOST_WAITING / 2 : MOST_WAITING);
            if (behind) {
                leftOut.merge(step.saying(""), (long) step.message().length(), Long::sum);
                return;
            }
        }
        tellLeftOut();
        put(event);
    }

    private void put(StackEvent event) {
        waiting += weight(event);
        events.add(event);
    }

    private void tellLeftOut() {
        leftOut.forEach((step, characters) -> {
            // Of a layer only the last state counts.
            if (step.part().isEmpty() || step.byHook()) {
                put(StackEvent.step(
                        step.saying("\n... " + characters + " characters more, too many to be shown in time\n")));
            }
        });
        leftOut.clear();
    }

    private static boolean isUnderWay(StackEvent.Progress step) {
        return step.phase().equals("progress");
    }

    private static int weight(StackEvent event) {
        StackEvent.Progress step = event.step();
        return step == null || !isUnderWay(step) ? 0 : step.message().length() + OF_AN_EVENT;
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
        StackEvent event = events.take();
        synchronized (this) {
            waiting -= weight(event);
        }
        return event;
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
