package dev.jcompose.engine.container;

import dev.jcompose.api.container.Change;
import dev.jcompose.api.container.ContainerCreated;
import dev.jcompose.api.container.ContainerInspect;
import dev.jcompose.api.container.ContainerSummary;
import dev.jcompose.api.container.ContainersPruned;
import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.container.ExecConfig;
import dev.jcompose.api.container.ExecInspect;
import dev.jcompose.api.container.ExecStart;
import dev.jcompose.api.container.PathStat;
import dev.jcompose.api.container.Stats;
import dev.jcompose.api.container.Top;
import dev.jcompose.api.container.UpdateContainer;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.network.EndpointSettings;
import dev.jcompose.engine.EngineConfig;
import dev.jcompose.engine.cdi.CdiDevices;
import dev.jcompose.engine.container.ContainerRecord.Status;
import dev.jcompose.engine.event.Events;
import dev.jcompose.engine.runtime.CgroupMoves;
import dev.jcompose.engine.runtime.Cgroups;
import dev.jcompose.engine.runtime.Crun;
import dev.jcompose.engine.runtime.Execs;
import dev.jcompose.engine.runtime.RuntimeThreads;
import dev.jcompose.engine.stream.Session;
import dev.jcompose.engine.volume.Volumes;
import dev.jcompose.store.StateStore;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The containers of a host. A reference is a full id, a name, or the beginning of an id; NOT_FOUND where there is none. Any
 * thread may call; what an operation acknowledged is durable.
 */
public final class Containers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Containers.class);

    private static final int PARALLEL_LAUNCHES =
            Math.max(4, Runtime.getRuntime().availableProcessors() * 2);

    private final ContainerTable table;
    private final RuntimeThreads threads;
    private final Creation creation;
    private final Deletion deletion;
    private final Lifecycle lifecycle;
    private final Signalling signalling;
    private final Alterations alterations;
    private final ContainerEvents events;
    private final ContainerPaths paths;
    private final RootFileSystems roots;
    private final Sweep sweep;
    private final InspectView inspections;
    private final ContainerListing listing;
    private final Archives archives;
    private final Statistics statistics;
    private final ExecTable execs;
    private final LogRotation rotation;
    private final LogFiles logs;
    private final Connectivity networks;
    private final CgroupMoves moves;

    public Containers(
            EngineConfig config,
            StateStore store,
            RootFileSystems roots,
            Connectivity networks,
            Volumes volumes,
            Events events,
            Backoff backoff) {
        this.paths = new ContainerPaths(config);
        this.roots = roots;
        this.table = new ContainerTable(store);
        this.threads = new RuntimeThreads(PARALLEL_LAUNCHES);
        this.events = new ContainerEvents(events);
        var cgroups = Cgroups.ofHost();
        this.moves = new CgroupMoves(cgroups);
        var crun = new Crun(threads, paths.runtime());
        var logs = new LogFiles(paths);
        var cdi = new CdiDevices(config.cdiFolders());
        var stage = new Stage(paths, roots, volumes, cgroups, cdi, table::get, new OwnSocket(config, threads));
        var launcher = new Launcher(paths, threads, crun, cgroups, networks, stage, logs);
        this.creation = new Creation(table, roots, networks, volumes, logs, cgroups, cdi, config.socket());
        this.alterations = new Alterations(table, launcher, networks, paths, this.events);
        this.archives = new Archives(new FileTrees(threads, roots, stage));
        this.statistics = new Statistics(cgroups, stage);
        this.rotation = new LogRotation(paths);
        this.logs = logs;
        this.networks = networks;
        this.execs = new ExecTable(new Execs(threads, crun), paths, this.events);
        this.deletion = new Deletion(table, roots, volumes, logs, this.events);
        this.signalling = new Signalling(crun, this.events);
        this.lifecycle = new Lifecycle(
                table,
                launcher,
                signalling,
                volumes,
                deletion,
                this.events,
                new HealthChecks(execs, this.events),
                rotation,
                backoff);
        this.sweep = new Sweep(paths, table, roots, cgroups, crun, networks);
        this.inspections = new InspectView(paths, table, networks, execs);
        this.listing = new ContainerListing(table, roots, new SummaryView(inspections, networks));
    }

    /**
     * Takes over what runs, notes what ended while nobody looked, starts what its policy wants, and removes what no record
     * knows. To be called once, before anything else. What fails for one container is logged, and the others go on.
     */
    public void restore() {
        sweep.unknown();
        Set<String> trees = Set.copyOf(roots.list());
        for (Container each : List.copyOf(table.all())) {
            try {
                if (each.state().status() == Status.CREATED && !trees.contains(each.id())) {
                    // Cut off while it was being made: nobody has heard of it.
                    deletion.delete(each, true);
                } else {
                    lifecycle.restore(each);
                }
            } catch (RuntimeException e) {
                LOG.error(
                        "Container {} ({}) cannot be taken over and stays as it is: remove it, or start the daemon again"
                                + " once the cause is gone",
                        each.record().name(),
                        each.id(),
                        e);
            }
        }
    }

    /**
     * Makes a container.
     *
     * @param name null draws one; CONFLICT where it is taken
     * @param owner the manager's task; null: made through the Docker API
     */
    public ContainerCreated create(@Nullable String name, CreateContainer request, @Nullable String owner) {
        return create(name, request, owner, Map.of());
    }

    /**
     * As {@link #create(String, CreateContainer, String)}, with binds of files that the host may not show to everybody.
     *
     * @param copies target → a file with what the caller could read; it takes the place of the bind's source where that is
     *     another file, now or at a later start
     */
    public ContainerCreated create(
            @Nullable String name, CreateContainer request, @Nullable String owner, Map<String, Path> copies) {
        // Its start will be asked for next.
        moves.expect();
        Container made = creation.create(name, request, owner, copies);
        events.publish(made, "create");
        return new ContainerCreated(made.id(), creation.shortcomings(made.record()));
    }

    /** Starts it; the warnings say what of the wish this host could not give. NOT_MODIFIED where it runs. */
    public List<String> start(String reference) {
        moves.expect();
        return lifecycle.start(table.get(reference));
    }

    /**
     * As {@link #start}, beside another one: its published ports are held by both and lead to the other one until
     * {@link #takeOver}, or until that one ends.
     */
    public List<String> startBeside(String reference, String other) {
        Container container = table.get(reference);
        Container predecessor = table.get(other);
        paths.bundle(predecessor.id())
                .readMonitorPid()
                .filter(pid -> Monitors.watches(pid, predecessor.id()))
                .ifPresent(pid -> networks.succeed(container.id(), predecessor.id(), pid));
        return start(reference);
    }

    /** Leads the published ports of its predecessor to a container. */
    public void takeOver(String reference) {
        networks.takeOver(table.get(reference).id());
    }

    /**
     * Waits until nobody is connected to it by TCP any more.
     *
     * @param grace the most seconds; null: those of its stop
     */
    public void drain(String reference, @Nullable Integer grace) {
        Container container = table.get(reference);
        try {
            networks.drain(container.id(), Duration.ofSeconds(Signalling.grace(container, grace)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.unavailable("the daemon is going down", e);
        }
    }

    /** @param grace seconds until it is killed; null: the container's own, -1: never */
    public void stop(String reference, @Nullable Integer grace, @Nullable String signal) {
        lifecycle.stop(table.get(reference), grace, signal);
    }

    public List<String> restart(String reference, @Nullable Integer grace, @Nullable String signal) {
        moves.expect();
        return lifecycle.restart(table.get(reference), grace, signal);
    }

    /** @param signal name or number; empty is SIGKILL */
    public void kill(String reference, String signal) {
        lifecycle.kill(table.get(reference), signal);
    }

    public void pause(String reference) {
        signalling.pause(table.get(reference));
    }

    public void unpause(String reference) {
        signalling.unpause(table.get(reference));
    }

    public void rename(String reference, String name) {
        alterations.rename(table.get(reference), name);
    }

    /** Connects it to one more network, at once where it runs, and at every start from now on. */
    public void connect(String reference, String network, EndpointSettings asked) {
        var container = table.get(reference);
        alterations.rejoin(container, request -> networks.connect(network, container.id(), request, asked));
    }

    public void disconnect(String reference, String network) {
        var container = table.get(reference);
        alterations.rejoin(container, request -> networks.disconnect(network, container.id(), request));
    }

    /** @param volumes whether anonymous volumes go too */
    public void remove(String reference, boolean force, boolean volumes) {
        lifecycle.remove(table.get(reference), force, volumes);
    }

    /** The exit code, when it comes. @param condition {@code not-running} (or empty), {@code next-exit} or {@code removed} */
    public CompletableFuture<Integer> await(String reference, String condition) {
        Container container = table.get(reference);
        return switch (condition) {
            case "", "not-running" -> {
                var next = container.nextExit();
                yield container.run() == null && !container.isRunning()
                        ? CompletableFuture.completedFuture(container.state().exitCode())
                        : next;
            }
            case "next-exit" -> container.nextExit();
            case "removed" -> container.removed();
            default -> throw EngineException.invalid("invalid condition: \"" + condition + "\"");
        };
    }

    /** The container's streams from now on; on one that does not run, from its next start on. */
    public Session attach(String reference, boolean stdin, boolean stdout, boolean stderr) {
        Container container = table.get(reference);
        var session = new AttachSession(
                stdin && container.record().config().stdio().openStdin(), stdout, stderr, container::forget);
        container.inTurn(() -> {
            if (container.run() == null) {
                container.await(session);
            } else if (container.isPaused()) {
                throw EngineException.conflict(
                        "container " + container.id() + " is paused, unpause the container before attach");
            } else {
                session.connect(paths.bundle(container.id()).attachSocket());
            }
            return true;
        });
        events.publish(container, "attach");
        return session;
    }

    public ContainerInspect inspect(String reference) {
        return inspections.of(table.get(reference), ContainerInspect.Sizes.UNKNOWN);
    }

    /**
     * The newest first.
     *
     * @param all whether those that do not run are shown too; filters by state do that as well
     * @param limit at most so many, counting all; 0 no limit
     * @param filters as in {@code GET /containers/json}; INVALID names an unknown one
     */
    public List<ContainerSummary> list(boolean all, int limit, boolean sizes, Map<String, List<String>> filters) {
        return listing.list(all, limit, sizes, filters);
    }

    /** As {@link #inspect(String)}, with the bytes it takes. */
    public ContainerInspect inspectWithSizes(String reference) {
        Container container = table.get(reference);
        return inspections.of(container, listing.sizes(container));
    }

    /** What it printed; NOT_SUPPORTED where its log driver keeps nothing. */
    public Session logs(String reference, LogQuery query) {
        Container container = table.get(reference);
        if (!LogFiles.isKept(container.record())) {
            throw new EngineException(ErrorKind.NOT_SUPPORTED, "configured logging driver does not support reading");
        }
        return new LogReader(container, logs, query);
    }

    /** Prepares a process for a running container and gives its id. */
    public String execCreate(String reference, ExecConfig config) {
        moves.expect();
        return execs.create(table.get(reference), config);
    }

    /** Starts it, once. A detached one has no streams. The exit code comes by {@link #execInspect}. */
    public Session execStart(String execId, ExecStart how) {
        return execs.start(execId, how.detach(), how.consoleSize());
    }

    public ExecInspect execInspect(String execId) {
        return execs.inspect(execId);
    }

    public void execResize(String execId, int height, int width) {
        execs.resize(execId, height, width);
    }

    /** Sets the size of a running container's terminal. */
    public void resize(String reference, int height, int width) {
        Container container = table.get(reference);
        container.requireRun("resize");
        paths.bundle(container.id()).resize(height, width);
    }

    /** All ids, sorted. */
    public List<String> ids() {
        return table.all().stream().map(Container::id).toList();
    }

    /** Writes the entry at {@code path} with all under it as an archive; NOT_FOUND where nothing is there. */
    public void archive(String reference, String path, OutputStream out) {
        Container container = table.get(reference);
        archives.get(container, path, out);
        events.publish(container, "archive-path");
    }

    public PathStat stat(String reference, String path) {
        return archives.stat(table.get(reference), path);
    }

    /**
     * Unpacks an archive into the folder at {@code path}.
     *
     * @param keepKinds whether a folder may not take the place of a file, nor a file that of a folder
     * @param asUser whether all belongs to the container's user, where it has one, whatever the archive says
     */
    public void extract(String reference, String path, InputStream archive, boolean keepKinds, boolean asUser) {
        Container container = table.get(reference);
        archives.put(container, path, archive, keepKinds, asUser);
        events.publish(container, "extract-to-dir");
    }

    /** Writes the container's own tree, without its volumes, as an archive. */
    public void export(String reference, OutputStream out) {
        Container container = table.get(reference);
        archives.export(container, out);
        events.publish(container, "export");
    }

    /** What differs from the image. */
    public List<Change> changes(String reference) {
        return roots.changes(table.get(reference).id());
    }

    /** @param arguments of {@code ps}; empty is {@code -ef} */
    public Top top(String reference, String arguments) {
        Container container = table.get(reference);
        container.requireRun("list processes");
        Top processes = ProcessTable.of(statistics.processes(container), arguments);
        events.publish(container, "top");
        return processes;
    }

    /** Tells that an image was made of it. */
    public void committed(String reference, Map<String, String> how) {
        events.publish(table.get(reference), "commit", how);
    }

    /** A sample of what it uses now. @param before the sample before it, so that rates can be told; null for none */
    public Stats stats(String reference, @Nullable Stats before) {
        return statistics.sample(table.get(reference), before);
    }

    /** Changes limits, at once where it runs, and the restart policy; returns in words what of it this host does not give. */
    public List<String> update(String reference, UpdateContainer wish) {
        return alterations.update(table.get(reference), wish);
    }

    /** Removes all that do not run and that the filters ({@code until}, {@code label}, {@code label!}) take. */
    public ContainersPruned prune(Map<String, List<String>> filters) {
        return new ContainerPrune(table, roots, lifecycle, events).prune(filters);
    }

    /** Whether a user's stop or kill was the last word. */
    public boolean stoppedByHand(String reference) {
        return table.get(reference).state().byHand();
    }

    /** The id of the container that the manager's task made; empty where there is none. */
    public Optional<String> findByOwner(String owner) {
        return table.byOwner(owner).map(Container::id);
    }

    /**
     * The host goes down: all containers end together, each by its own stop signal and within its own grace. For the next daemon
     * they were running, and start again where their policy or manager wants that. Only {@link #close} may follow.
     */
    public void standDown() {
        lifecycle.close();
        try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
            table.all().forEach(each -> all.execute(() -> lifecycle.standDown(each)));
        }
    }

    /** Lets go of everything; containers run on. */
    @Override
    public void close() {
        lifecycle.close();
        rotation.close();
        moves.close();
        threads.close();
    }
}
