package dev.jcompose.engine.container;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.container.ContainerRecord.State;
import dev.jcompose.engine.container.ContainerRecord.Status;
import dev.jcompose.linux.process.LiveProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A container as the daemon holds it: its record, and what of it lives now. The record and flags are read from any thread;
 * whoever changes them holds {@link #inTurn}, which makes one operation of the life cycle follow another.
 */
final class Container {

    /**
     * One run of the container.
     *
     * @param monitor conmon; its end is the end of the run
     * @param process the container's first process; null where it ended before we looked
     * @param ended completes when everything of the run is cleared away
     */
    record Run(LiveProcess monitor, @Nullable LiveProcess process, int pid, CompletableFuture<Integer> ended) {}

    /** Fair, so that a stop is not kept out by a policy that starts again and again. */
    private final ReentrantLock turn = new ReentrantLock(true);

    final Probes probes = new Probes();

    /** New lines in the log, and the end of a run. */
    final Changes logChanges = new Changes();

    private volatile ContainerRecord record;
    private volatile @Nullable Run run;
    private volatile boolean paused;
    private volatile boolean restarting;
    private volatile boolean held;
    private volatile boolean active;
    private final List<AttachSession> waiting = new ArrayList<>();
    private volatile CompletableFuture<Integer> nextExit = new CompletableFuture<>();
    private volatile CompletableFuture<Integer> removed = new CompletableFuture<>();

    Container(ContainerRecord record) {
        this.record = record;
    }

    /** One operation of the life cycle, after those before it. */
    <T extends @Nullable Object> T inTurn(Supplier<T> operation) {
        turn.lock();
        try {
            return operation.get();
        } finally {
            turn.unlock();
        }
    }

    ContainerRecord record() {
        return record;
    }

    String id() {
        return record.id();
    }

    State state() {
        return record.state();
    }

    /** Only the table does this, together with the store. */
    void replace(ContainerRecord changed) {
        record = changed;
    }

    @Nullable
    Run run() {
        return run;
    }

    /** What runs. CONFLICT, naming what cannot be done then, where nothing does. */
    Run requireRun(String what) {
        Run current = run();
        if (current == null) {
            throw EngineException.conflict("cannot " + what + ": container " + id() + " is not running");
        }
        return current;
    }

    boolean isRunning() {
        return state().status() == Status.RUNNING;
    }

    boolean isPaused() {
        return paused;
    }

    void paused(boolean now) {
        paused = now;
    }

    /** Whether a policy waits to start it again. */
    boolean isRestarting() {
        return restarting;
    }

    void restarting(boolean now) {
        restarting = now;
    }

    /** Whether a restart or removal is under way, whose stop is no policy's business. */
    boolean isHeld() {
        return held;
    }

    void hold(boolean now) {
        held = now;
    }

    /** Whether nothing of it will happen without a user or manager: it does not run and no policy is about to start it. */
    boolean isSettled() {
        return !active && !restarting && !held;
    }

    /** What follows from the end of the last run is done. */
    void settle() {
        active = false;
    }

    void began(Run begun) {
        active = true;
        run = begun;
        paused = false;
        restarting = false;
    }

    /** The run is over and cleared away; whoever waits for it hears of it by what is returned. */
    Runnable ended(int exitCode) {
        Run over = run;
        run = null;
        paused = false;
        var waiters = nextExit;
        nextExit = new CompletableFuture<>();
        return () -> {
            if (over != null) {
                over.ended().complete(exitCode);
            }
            waiters.complete(exitCode);
        };
    }

    CompletableFuture<Integer> nextExit() {
        return nextExit;
    }

    CompletableFuture<Integer> removed() {
        return removed;
    }

    /** Who waits for its removal need not wait longer: that failed. */
    void notRemoved(RuntimeException why) {
        var waiters = removed;
        removed = new CompletableFuture<>();
        waiters.completeExceptionally(why);
    }

    /** What the API calls the state. */
    String statusName() {
        return switch (state().status()) {
            case CREATED -> "created";
            case REMOVING -> "removing";
            case RUNNING -> paused ? "paused" : "running";
            case EXITED -> restarting ? "restarting" : "exited";
        };
    }

    /** A session that waits for the next run. */
    void await(AttachSession session) {
        synchronized (waiting) {
            waiting.add(session);
        }
    }

    void forget(AttachSession session) {
        synchronized (waiting) {
            waiting.remove(session);
        }
    }

    /** The sessions that waited; they are the caller's now. */
    List<AttachSession> takeWaiting() {
        synchronized (waiting) {
            var all = List.copyOf(waiting);
            waiting.clear();
            return all;
        }
    }
}
