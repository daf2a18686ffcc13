package dev.jcompose.engine.container;

import dev.jcompose.api.container.RestartPolicy;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.engine.container.Container.Run;
import dev.jcompose.engine.container.ContainerRecord.State;
import dev.jcompose.engine.container.ContainerRecord.Status;
import dev.jcompose.engine.container.RestartDecision.Occasion;
import dev.jcompose.engine.runtime.RuntimeFailure;
import dev.jcompose.engine.volume.Volumes;
import dev.jcompose.store.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From created to removed. Each operation on one container has its {@link Container#inTurn turn}; waiting for an end has none. */
final class Lifecycle implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private final ContainerTable table;
    private final Launcher launcher;
    private final Signalling signalling;
    private final Volumes volumes;
    private final Deletion deletion;
    private final ContainerEvents events;
    private final HealthChecks health;
    private final LogRotation rotation;
    private final Supervisor supervisor;
    private volatile boolean closed;

    Lifecycle(
            ContainerTable table,
            Launcher launcher,
            Signalling signalling,
            Volumes volumes,
            Deletion deletion,
            ContainerEvents events,
            HealthChecks health,
            LogRotation rotation,
            Backoff backoff) {
        this.table = table;
        this.launcher = launcher;
        this.signalling = signalling;
        this.volumes = volumes;
        this.deletion = deletion;
        this.events = events;
        this.health = health;
        this.rotation = rotation;
        this.supervisor = new Supervisor(backoff, this::startAgain);
    }

    /** By a user: what policies counted is forgotten. NOT_MODIFIED where it runs. */
    List<String> start(Container container) {
        try {
            return container.inTurn(() -> {
                checkStartable(container);
                supervisor.forget(container);
                return launch(container, container.state().withRestartCount(0));
            });
        } catch (RuntimeException e) {
            // As after its end: who asked for the removal waits for it.
            boolean failed = container.run() == null
                    && (container.state().status() == Status.CREATED
                            || container.state().status() == Status.EXITED);
            if (failed && container.record().host().running().autoRemove()) {
                removeQuietly(container);
            }
            throw e;
        }
    }

    private void startAgain(Container container) {
        try {
            container.inTurn(() -> {
                // A user's hand may have been quicker.
                if (container.isRestarting() && container.state().status() == Status.EXITED) {
                    launch(
                            container,
                            container.state().withRestartCount(container.state().restartCount() + 1));
                }
                return List.of();
            });
        } catch (EngineException e) {
            LOG.warn("restart of container {} failed: {}", container.record().name(), e.getMessage());
            supervisor.consider(container, Duration.ZERO, Occasion.EXIT);
        }
    }

    private static void checkStartable(Container container) {
        switch (container.state().status()) {
            case RUNNING -> {
                if (container.isPaused()) {
                    throw EngineException.conflict("cannot start a paused container, try unpause instead");
                }
                throw new EngineException(
                        ErrorKind.NOT_MODIFIED,
                        "container " + container.record().name() + " is running");
            }
            case REMOVING -> throw EngineException.conflict("container is marked for removal and cannot be started");
            case CREATED, EXITED -> {}
        }
    }

    private List<String> launch(Container container, State from) {
        ContainerRecord before = container.record();
        health.expect(container);
        // Written while the runtime works: after a crash in between, what runs is known and adopted.
        var durable = table.save(container, from.running(Instant.now()));
        List<AttachSession> waiting = container.takeWaiting();
        try {
            var launched = launcher.launch(container.record(), waiting, durable);
            container.began(launched.run());
            watch(container, launched.run());
            launcher.tell(container.record(), true);
            events.publish(container, "start");
            rotation.watch(container);
            health.begin(container);
            return launched.warnings();
        } catch (RuntimeException e) {
            waiting.forEach(AttachSession::cancel);
            container.probes.none();
            String why = String.valueOf(e.getMessage());
            Status after =
                    before.state().startedAt().equals(State.CREATED.startedAt()) ? Status.CREATED : Status.EXITED;
            try {
                StateStore.await(table.save(container, from.failed(after, RuntimeFailure.exitCode(why), why)));
            } catch (EngineException unsaved) {
                e.addSuppressed(unsaved);
            }
            throw e;
        }
    }

    private void watch(Container container, Run run) {
        var _ = run.monitor().exited().thenRun(() -> ended(container, run)).exceptionally(e -> {
            LOG.error(
                    "The end of container {} cannot be cleared away",
                    container.record().name(),
                    e);
            return null;
        });
    }

    /** The monitor has ended, and with it the run: note the exit code, clear away, then ask the policy. */
    @SuppressWarnings("ReferenceEquality") // this very run, not one like it
    private void ended(Container container, Run run) {
        boolean mine = container.inTurn(() -> {
            if (closed || container.run() != run) {
                return false;
            }
            health.end(container);
            var ending = launcher.ending(container.record());
            State after = exited(container, ending);
            Duration ran = after.ran();
            launcher.tell(container.record(), false);
            clearAway(container, table.save(container, after));
            if (ending.outOfMemory()) {
                events.publish(container, "oom");
            }
            Runnable waiters = container.ended(ending.code());
            try {
                if (!container.record().host().running().autoRemove() && !container.isHeld()) {
                    supervisor.consider(container, ran, Occasion.EXIT);
                }
                // After the policy: who hears of it looks whether the container comes back.
                events.died(container);
            } finally {
                // After the event: who waits tells of what it waited for, as a stop.
                waiters.run();
            }
            return true;
        });
        if (!mine) {
            return;
        }
        if (container.record().host().running().autoRemove() && !container.isHeld()) {
            removeQuietly(container);
        }
        container.settle();
        rotation.forget(container);
    }

    private static State exited(Container container, Launcher.Ending ending) {
        State exited = container.state().exited(ending.code(), ending.outOfMemory(), ending.at());
        RestartPolicy policy = container.record().host().running().restartPolicy();
        return RestartDecision.forgives(policy, exited.ran()) ? exited.forgiving() : exited;
    }

    /** An end is told whatever fails here: what is left goes before the next start and with the container. */
    private void clearAway(Container container, CompletableFuture<Void> durable) {
        clearingAway(container, () -> {
            launcher.clear(container.record());
            StateStore.await(durable);
            launcher.dropBundle(container.id());
        });
    }

    private static void clearingAway(Container container, Runnable clearing) {
        try {
            clearing.run();
        } catch (RuntimeException e) {
            LOG.error(
                    "What the run of container {} left cannot be cleared away yet",
                    container.record().name(),
                    e);
        }
    }

    private void removeQuietly(Container container) {
        try {
            remove(container, true, true);
        } catch (RuntimeException e) {
            LOG.warn("removing container {} after its end", container.record().name(), e);
            container.notRemoved(e);
        }
    }

    /**
     * By a user: it stays so. NOT_MODIFIED where it does not run.
     *
     * @param grace seconds; null the container's, -1 for ever
     */
    void stop(Container container, @Nullable Integer grace, @Nullable String signal) {
        Run run = container.inTurn(() -> {
            Run current = container.run();
            if (current == null && container.isSettled()) {
                throw new EngineException(
                        ErrorKind.NOT_MODIFIED,
                        "container " + container.record().name() + " is not running");
            }
            // Between two runs of a policy too, a stop is the last word.
            supervisor.cancel(container);
            StateStore.await(table.save(container, container.state().withByHand(true)));
            return current;
        });
        if (run == null) {
            return;
        }
        signalling.end(container, run, grace, signal);
        events.publish(container, "stop");
    }

    List<String> restart(Container container, @Nullable Integer grace, @Nullable String signal) {
        container.hold(true);
        try {
            supervisor.cancel(container);
            Run run = container.inTurn(container::run);
            if (run != null) {
                signalling.end(container, run, grace, signal);
                events.publish(container, "stop");
            }
            List<String> warnings = container.inTurn(() -> {
                supervisor.forget(container);
                return launch(container, container.state().withRestartCount(0));
            });
            events.publish(container, "restart");
            return warnings;
        } finally {
            container.hold(false);
            container.logChanges.bump();
        }
    }

    /** CONFLICT where it does not run. A signal that ends containers holds as a stop does. */
    void kill(Container container, String signal) {
        int number = Signals.number(signal.isEmpty() ? "KILL" : signal);
        Run run = container.run();
        if (run == null) {
            throw EngineException.conflict("cannot kill container: "
                    + container.record().name() + ": container " + container.id() + " is not running");
        }
        int stopping = Signals.number(container.record().config().stopping().stopSignal());
        if (number == Signals.KILL || number == stopping) {
            container.inTurn(() -> {
                StateStore.await(table.save(container, container.state().withByHand(true)));
                return true;
            });
        }
        signalling.send(container, run, number);
    }

    /** @param volumesToo whether its anonymous volumes go with it */
    void remove(Container container, boolean force, boolean volumesToo) {
        container.hold(true);
        try {
            supervisor.cancel(container);
            Run run = container.inTurn(container::run);
            if (run != null && !force) {
                throw EngineException.conflict(
                        "cannot remove container \"/" + container.record().name()
                                + "\": container is " + container.statusName()
                                + ": stop the container before removing or force remove");
            }
            if (run != null) {
                signalling.end(container, run, 0, "KILL");
            }
            container.inTurn(() -> {
                delete(container, volumesToo);
                return true;
            });
        } finally {
            container.hold(false);
        }
    }

    private void delete(Container container, boolean volumesToo) {
        supervisor.forget(container);
        launcher.clearLeft(container.record());
        deletion.delete(container, volumesToo);
    }

    /** After a start of the daemon: what runs is adopted, what ended meanwhile is noted, what policies want is started. */
    void restore(Container container) {
        for (PlannedMount each : container.record().mounts()) {
            if (each.type().equals("volume") && volumes.find(each.volume()).isPresent()) {
                volumes.hold(each.volume(), container.id());
            }
        }
        switch (container.state().status()) {
            case REMOVING -> delete(container, true);
            case RUNNING -> restoreRunning(container);
            case CREATED, EXITED -> {
                clearingAway(container, () -> launcher.clearLeft(container.record()));
                restoreByPolicy(container);
            }
        }
    }

    private void restoreRunning(Container container) {
        var run = launcher.adopt(container.record());
        if (run.isPresent()) {
            container.began(run.get());
            container.paused(launcher.isFrozen(container.record()));
            watch(container, run.get());
            launcher.takeOver(container.record(), run.get());
            rotation.watch(container);
            health.resume(container);
            return;
        }
        var ending = launcher.ending(container.record());
        launcher.tell(container.record(), false);
        clearAway(container, table.save(container, exited(container, ending)));
        events.died(container);
        if (container.record().host().running().autoRemove()) {
            removeQuietly(container);
        } else {
            restoreByPolicy(container);
        }
    }

    private void restoreByPolicy(Container container) {
        if (container.state().status() == Status.EXITED) {
            supervisor.consider(container, Duration.ZERO, Occasion.DAEMON_START);
        }
    }

    /**
     * The host goes down: ends it by its own stop signal, in its own time. Nothing of that is noted, so for the next daemon it
     * was running until the host went away, as after a loss of power. To be called after {@link #close}.
     */
    void standDown(Container container) {
        Run run = container.run();
        if (run == null) {
            return;
        }
        try {
            signalling.endUncleared(container, run);
        } catch (EngineException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        health.close();
        supervisor.close();
    }
}
