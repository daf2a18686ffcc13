package dev.jcompose.engine.container;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.engine.container.Container.Run;
import dev.jcompose.engine.runtime.Crun;
import dev.jcompose.store.CrashPoint;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What is done to a process that runs: signals with their patience, and standing still. */
final class Signalling {
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);
    private static final int DEFAULT_GRACE_SECONDS = 10;

    private final Crun crun;
    private final ContainerEvents events;

    Signalling(Crun crun, ContainerEvents events) {
        this.crun = crun;
        this.events = events;
    }

    /** Asks it to end, and kills it where it does not. */
    void end(Container container, Run run, @Nullable Integer grace, @Nullable String signal) {
        end(container, run, run.ended(), grace, signal);
    }

    /** As a stop with its own signal and grace, where nobody clears the run away: its monitor's end is the end. */
    void endUncleared(Container container, Run run) {
        end(container, run, run.monitor().exited(), null, null);
    }

    private void end(
            Container container,
            Run run,
            CompletableFuture<?> ended,
            @Nullable Integer grace,
            @Nullable String signal) {
        var stopping = container.record().config().stopping();
        int number = Signals.number(signal == null || signal.isEmpty() ? stopping.stopSignal() : signal);
        int seconds = grace(container, grace);
        signal(container, run, number);
        if (seconds < 0) {
            ended.join();
        } else if (!await(ended, Duration.ofSeconds(seconds))) {
            signal(container, run, Signals.KILL);
            if (!await(ended, KILL_PATIENCE)) {
                throw EngineException.unavailable(
                        "container " + container.record().name() + " did not end after SIGKILL", null);
            }
        }
    }

    /** Seconds from the stop signal to the kill: those given, else the container's own. */
    static int grace(Container container, @Nullable Integer given) {
        Integer own = container.record().config().stopping().stopTimeout();
        return given != null ? given : own != null ? own : DEFAULT_GRACE_SECONDS;
    }

    private void signal(Container container, Run run, int number) {
        if (run.process() != null) {
            CrashPoint.pass("before a signal to a container");
            run.process().signal(number);
            CrashPoint.pass("after a signal to a container");
            events.killed(container, number);
        }
        if (container.isPaused()) {
            // A frozen process takes no signal.
            unpause(container);
        }
    }

    private static boolean await(CompletableFuture<?> ended, Duration patience) {
        try {
            ended.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new EngineException(ErrorKind.INTERNAL, "the end of a container was lost", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.unavailable("interrupted while waiting for a container's end", e);
        }
    }

    /** Kills it if that is the signal's meaning, and then waits for the end. */
    void send(Container container, Run run, int number) {
        signal(container, run, number);
        if (number == Signals.KILL) {
            await(run.ended(), KILL_PATIENCE);
        }
    }

    void pause(Container container) {
        container.inTurn(() -> {
            container.requireRun("pause");
            if (container.isPaused()) {
                throw EngineException.conflict("container " + container.id() + " is already paused");
            }
            crun.pause(container.id());
            container.paused(true);
            return true;
        });
        events.publish(container, "pause");
    }

    void unpause(Container container) {
        container.inTurn(() -> {
            if (!container.isPaused()) {
                throw EngineException.conflict("Container " + container.id() + " is not paused");
            }
            crun.resume(container.id());
            container.paused(false);
            return true;
        });
        events.publish(container, "unpause");
    }
}
