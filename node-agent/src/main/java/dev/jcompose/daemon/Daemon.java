package dev.jcompose.daemon;

import dev.jcompose.agent.Builder;
import dev.jcompose.agent.NodeWork;
import dev.jcompose.api.command.CommandRunner;
import dev.jcompose.api.command.CommandSocket;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.EngineConfig;
import dev.jcompose.engine.MemoryFolder;
import dev.jcompose.engine.PrivateFolder;
import dev.jcompose.engine.build.Builds;
import dev.jcompose.engine.build.ContainerRunner;
import dev.jcompose.engine.build.Contexts;
import dev.jcompose.engine.container.Backoff;
import dev.jcompose.engine.container.Containers;
import dev.jcompose.engine.event.Events;
import dev.jcompose.engine.image.Images;
import dev.jcompose.engine.network.HostSide;
import dev.jcompose.engine.network.Networks;
import dev.jcompose.engine.registry.RegistrySettings;
import dev.jcompose.engine.snapshot.Snapshots;
import dev.jcompose.engine.volume.Volumes;
import dev.jcompose.http.HttpServer;
import dev.jcompose.http.Router;
import dev.jcompose.http.route.ArchiveRoutes;
import dev.jcompose.http.route.AttachRoutes;
import dev.jcompose.http.route.BuildRoutes;
import dev.jcompose.http.route.CommitRoutes;
import dev.jcompose.http.route.ContainerRoutes;
import dev.jcompose.http.route.DiskRoutes;
import dev.jcompose.http.route.EventRoutes;
import dev.jcompose.http.route.ExecRoutes;
import dev.jcompose.http.route.ImageRoutes;
import dev.jcompose.http.route.NetworkRoutes;
import dev.jcompose.http.route.RefusedRoutes;
import dev.jcompose.http.route.SystemFacts;
import dev.jcompose.http.route.SystemRoutes;
import dev.jcompose.http.route.UsageRoutes;
import dev.jcompose.http.route.VolumeRoutes;
import dev.jcompose.http.stack.StackRoutes;
import dev.jcompose.store.StateStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ServiceLoader;

/** All parts of a node, in the order in which they come up; they go in the opposite one. */
final class Daemon implements AutoCloseable {
    private static final Path SETTINGS = Path.of("/etc/jcompose");

    private final Parts parts;
    private final Path socket;
    private boolean withHost;

    private Daemon(EngineConfig config, boolean openFirewall, Parts parts) throws IOException {
        this.parts = parts;
        this.socket = config.socket();
        parts.keep(RunLock.take(config.runRoot()));
        var router = new Router();
        // Before any container starts: some have the socket.
        var server = HttpServer.bind(config.listener(), socket, router);
        var store = parts.keep(StateStore.open(config.dataRoot().resolve("state")));
        var events = new Events();
        var images = new Images(
                config.dataRoot(), store, RegistrySettings.load(SETTINGS, System.getenv()), Clock.systemUTC());
        parts.keep(PrivateFolder.open(config.runRoot().resolve("rootfs")));
        parts.keep(PrivateFolder.open(config.dataRoot().resolve("volumes")));
        var snapshots = new Snapshots(config.dataRoot(), config.runRoot(), images.layers());
        var volumes = new Volumes(config, store, events);
        var networks = parts.keep(new Networks(config, store, parts.keep(HostSide.own()), events));
        var containers = parts.keep(new Containers(
                config, store, new ImageRoots(images, snapshots), networks, volumes, events, Backoff.DEFAULT));
        // Nobody commands any more then, and names resolve until the last of them has ended.
        parts.keep(() -> {
            if (withHost) {
                containers.standDown();
            }
        });
        images.usedBy(new ImagesInUse(containers));
        networks.restore(openFirewall);
        var builds = new Builds(
                config.dataRoot(),
                parts.keep(MemoryFolder.open(config.runRoot().resolve("build"))).path(),
                images,
                snapshots,
                store,
                parts.keep(new ContainerRunner(config, networks)),
                Clock.systemUTC());
        containers.restore();
        networks.keepOnly(containers.ids());
        var contexts = new Contexts(config.dataRoot().resolve("contexts"));
        var orchestration = parts.keep(Orchestration.start(
                store,
                config.dataRoot().resolve("secrets.key"),
                Self.node(config),
                new NodeWork(
                        events,
                        containers,
                        images,
                        new Builder(builds, contexts),
                        networks,
                        volumes,
                        parts.keep(MemoryFolder.open(config.runRoot().resolve("secrets")))
                                .path(),
                        socket)));

        new SystemRoutes(new SystemFacts(config, containers, images, networks), images).addTo(router);
        new EventRoutes(events).addTo(router);
        new ContainerRoutes(containers, images).addTo(router);
        new AttachRoutes(containers).addTo(router);
        new ExecRoutes(containers).addTo(router);
        new ArchiveRoutes(containers).addTo(router);
        new UsageRoutes(containers).addTo(router);
        new DiskRoutes(images, containers, volumes).addTo(router);
        new ImageRoutes(images, events).addTo(router);
        new CommitRoutes(containers, images, snapshots).addTo(router);
        new BuildRoutes(builds).addTo(router);
        new NetworkRoutes(networks, containers).addTo(router);
        new VolumeRoutes(volumes).addTo(router);
        var stackRoutes = new StackRoutes(Self.info(config), orchestration.stacks(), contexts);
        stackRoutes.addTo(router);
        RefusedRoutes.addTo(router);
        parts.keep(server.open());
        parts.keep(stackRoutes::leaveOperations);
        parts.keep(QuietCollection.start());
        for (CommandRunner runner : ServiceLoader.load(CommandRunner.class)) {
            parts.keep(CommandSocket.listen(
                    config.runRoot().resolve("command/socket"),
                    runner,
                    System.getProperty("jcompose.version", ""),
                    CommandSocket.Callers.WITH_THIS_VIEW));
        }
    }

    /** Takes over what runs and listens; returns when clients can be served. Throws where a part cannot come up: none is left open. */
    static Daemon start(EngineConfig config, boolean openFirewall) {
        var parts = new Parts();
        boolean complete = false;
        try {
            var daemon = new Daemon(config, openFirewall, parts);
            complete = true;
            return daemon;
        } catch (IOException e) {
            throw EngineException.unavailable(
                    "the daemon cannot start in " + config.dataRoot() + ": " + e.getMessage(), e);
        } finally {
            if (!complete) {
                parts.close();
            }
        }
    }

    Path socket() {
        return socket;
    }

    /** The containers end, too. */
    void closeWithHost() {
        withHost = true;
        close();
    }

    /** Containers go on. */
    @Override
    public void close() {
        parts.close();
    }
}
