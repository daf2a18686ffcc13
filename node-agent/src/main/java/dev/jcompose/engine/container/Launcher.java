package dev.jcompose.engine.container;

import dev.jcompose.api.container.Resources;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.container.Connectivity.Joined;
import dev.jcompose.engine.container.Container.Run;
import dev.jcompose.engine.runtime.BlockIoWeights;
import dev.jcompose.engine.runtime.Bundle;
import dev.jcompose.engine.runtime.Cgroups;
import dev.jcompose.engine.runtime.Conmon;
import dev.jcompose.engine.runtime.Crun;
import dev.jcompose.engine.runtime.Limits;
import dev.jcompose.engine.runtime.RuntimeThreads;
import dev.jcompose.engine.runtime.SpecWriter;
import dev.jcompose.linux.process.LiveProcess;
import dev.jcompose.store.CrashPoint;
import dev.jcompose.store.StateStore;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Brings a container to life and clears a run of it away. Knows nothing of why; the caller keeps the state. */
final class Launcher {
    private static final int SIGKILL = 9;

    private final ContainerPaths paths;
    private final RuntimeThreads threads;
    private final Conmon conmon;
    private final Crun crun;
    private final Cgroups cgroups;
    private final BlockIoWeights weights;
    private final Connectivity networks;
    private final Stage stage;
    private final LogFiles logs;
    private final CgroupParent parent;

    Launcher(
            ContainerPaths paths,
            RuntimeThreads threads,
            Crun crun,
            Cgroups cgroups,
            Connectivity networks,
            Stage stage,
            LogFiles logs) {
        this.paths = paths;
        this.threads = threads;
        this.crun = crun;
        this.conmon = new Conmon(crun);
        this.cgroups = cgroups;
        this.weights = new BlockIoWeights(cgroups);
        this.networks = networks;
        this.stage = stage;
        this.logs = logs;
        this.parent = new CgroupParent(cgroups, paths.cgroupParent());
    }

    /** A run that has begun, and what of the wish could not be had. */
    record Launched(Run run, List<String> warnings) {}

    /**
     * Fails and leaves nothing. Those {@code attached} miss no byte of output.
     *
     * @param noted that it runs; before that nothing of it does
     */
    Launched launch(ContainerRecord record, List<AttachSession> attached, CompletableFuture<Void> noted) {
        parent.enter();
        try {
            return tryLaunch(record, attached, noted);
        } catch (RuntimeException e) {
            clear(record);
            dropBundle(record.id());
            throw e;
        } finally {
            parent.leave();
        }
    }

    private Launched tryLaunch(ContainerRecord record, List<AttachSession> attached, CompletableFuture<Void> noted) {
        String id = record.id();
        Bundle bundle = paths.bundle(id);
        clearLeft(record);
        CrashPoint.pass("before the bundle of a run");
        bundle.make();
        var joined = networks.attach(id, record.name(), Hostnames.of(record), record.request());
        SpecWriter.Written[] written = new SpecWriter.Written[1];
        int pid;
        try {
            // Mounts made on this thread live in its namespace and then in the monitor's: they end with the container,
            // whatever becomes of us, and the host never sees them.
            pid = threads.call(() -> {
                written[0] = stage.set(record, joined);
                bundle.write(written[0]);
                CrashPoint.pass("before the monitor is started");
                return conmon.create(monitor(record, bundle, joined));
            });
        } finally {
            networks.handedOver(id);
        }
        CrashPoint.pass("between the making of a container and its start");
        int monitorPid = bundle.readMonitorPid().orElseThrow();
        var run = new Run(
                LiveProcess.of(monitorPid)
                        .orElseThrow(() -> EngineException.unavailable(
                                "the monitor of container " + record.name() + " ended at once", null)),
                LiveProcess.of(pid).orElse(null),
                pid,
                new CompletableFuture<>());
        joined.await();
        LiveFile.check(record, pid);
        Executability.check(
                SpecWriter.argv(record.config()).getFirst(), written[0].spec().process(), pid);
        List<String> warnings = new ArrayList<>(written[0].warnings());
        warnings.addAll(
                weights.set(stage.cgroup(record), record.host().resources().blkio()));
        StateStore.await(noted);
        attached.forEach(session -> session.connect(bundle.attachSocket()));
        crun.start(id);
        CrashPoint.pass("after the start of a container");
        warnings.addAll(Propagation.shortcomings(record.mounts()));
        return new Launched(run, warnings);
    }

    private Conmon.Launch monitor(ContainerRecord record, Bundle bundle, Joined joined) {
        var stdio = record.config().stdio();
        return new Conmon.Launch(
                record.id(),
                record.name(),
                bundle,
                stdio.tty(),
                stdio.openStdin(),
                stdio.openStdin() && !stdio.stdinOnce(),
                logs.prepare(record),
                LogFiles.backstop(record),
                joined.held());
    }

    /** Tells those who listen to events what a run has of networks and volumes, or that it lets go of them. */
    void tell(ContainerRecord record, boolean begun) {
        networks.tell(record.id(), begun);
        stage.tell(record, begun);
    }

    /** A run that a daemon before us began; empty where its monitor is gone. */
    Optional<Run> adopt(ContainerRecord record) {
        Bundle bundle = paths.bundle(record.id());
        if (bundle.readContainerPid().isEmpty()) {
            // Cut off while the runtime made it: nobody was told that it runs.
            return Optional.empty();
        }
        return bundle.readMonitorPid()
                .filter(pid -> Monitors.watches(pid, record.id()))
                .flatMap(LiveProcess::of)
                .map(monitor -> {
                    int pid = bundle.readContainerPid().orElse(-1);
                    return new Run(
                            monitor, pid > 0 ? LiveProcess.of(pid).orElse(null) : null, pid, new CompletableFuture<>());
                });
    }

    /** What a daemon before us began: that it started is made sure, and that it reaches us. */
    void takeOver(ContainerRecord record, Run run) {
        stage.follow(record, run.pid());
        if (crun.isUnstarted(record.id())) {
            networks.rewire(record.id());
            crun.start(record.id());
        }
    }

    /** The exit code of a run whose monitor has ended: what it noted, or that of a kill where it was killed itself. */
    Ending ending(ContainerRecord record) {
        Bundle bundle = paths.bundle(record.id());
        return new Ending(
                bundle.readExitCode().orElse(128 + SIGKILL),
                bundle.wasOutOfMemory(),
                bundle.exitedAt().orElseGet(Instant::now));
    }

    record Ending(int code, boolean outOfMemory, Instant at) {}

    /** Sets the limits of a running container; returns in words what of them this host does not give. */
    List<String> limit(ContainerRecord record, Resources resources) {
        boolean unified = cgroups.isUnified();
        crun.update(record.id(), paths.bundle(record.id()).writeLimits(Limits.ofRunning(resources, unified)));
        List<String> shortcomings = new ArrayList<>(Limits.shortcomings(resources, unified));
        shortcomings.addAll(weights.set(stage.cgroup(record), resources.blkio()));
        return shortcomings;
    }

    /** As {@link #limit}, of a container that does not run. */
    List<String> foresee(Resources resources) {
        List<String> shortcomings = new ArrayList<>(Limits.shortcomings(resources, cgroups.isUnified()));
        shortcomings.addAll(weights.foresee(resources.blkio()));
        return shortcomings;
    }

    boolean isFrozen(ContainerRecord record) {
        return cgroups.isFrozen(stage.cgroup(record));
    }

    /** What a run left that could not be cleared away at its end, or that a daemon before us did not clear away. */
    void clearLeft(ContainerRecord record) {
        if (Files.exists(paths.bundle(record.id()).folder())) {
            clear(record);
            dropBundle(record.id());
        }
    }

    /** The exit code is in there: only once it is stored. */
    void dropBundle(String id) {
        paths.bundle(id).delete();
        CrashPoint.pass("after the bundle of a run went");
    }

    /** Ends every process of the container and removes all that a run makes but the bundle; may be repeated. */
    void clear(ContainerRecord record) {
        String id = record.id();
        Bundle bundle = paths.bundle(id);
        String cgroup = stage.cgroup(record);
        if (!cgroups.processes(cgroup).isEmpty()) {
            crun.delete(id);
        }
        bundle.readMonitorPid()
                .filter(pid -> Monitors.watches(pid, id))
                .flatMap(LiveProcess::of)
                .ifPresent(monitor -> {
                    monitor.signal(SIGKILL);
                    monitor.exited().join();
                });
        if (!cgroups.remove(cgroup)) {
            crun.delete(id);
            cgroups.remove(cgroup);
        }
        crun.forget(id);
        networks.detach(id);
        CrashPoint.pass("after a run was cleared away");
        parent.removeIfUnused();
    }
}
