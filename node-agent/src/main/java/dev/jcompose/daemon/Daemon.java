package dev.jcompose.daemon;

import dev.jcompose.agent.Builder;
import dev.jcompose.agent.NodeWork;
import dev.jcompose.api.command.CommandRunner;
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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All parts of a node, in the order in which they come up; they go in the opposite one. */
final class Daemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    private static final Path SETTINGS = Path.of("/etc/jcompose");

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Path socket;
    private final Containers containers;

    private Daemon(EngineConfig config, boolean openFirewall) throws IOException {
        this.socket = config.socket();
        keep(RunLock.take(config.runRoot()));
        var router = new Router();
        // Before any container starts: some have the socket.
        var server = HttpServer.bind(config.listener(), socket, router);
        var store = keep(StateStore.open(config.dataRoot().resolve("state")));
        var events = new Events();
        var images = new Images(
                config.dataRoot(), store, RegistrySettings.load(SETTINGS, System.getenv()), Clock.systemUTC());
        keep(PrivateFolder.open(config.runRoot().resolve("rootfs")));
        keep(PrivateFolder.open(config.dataRoot().resolve("volumes")));
        var snapshots = new Snapshots(config.dataRoot(), config.runRoot(), images.layers());
        var volumes = new Volumes(config, store, events);
        var networks = keep(new Networks(config, store, keep(HostSide.own()), events));
        this.containers = keep(new Containers(
                config, store, new ImageRoots(images, snapshots), networks, volumes, events, Backoff.DEFAULT));
        images.usedBy(new ImagesInUse(containers));
        networks.restore(openFirewall);
        var builds = new Builds(
                config.dataRoot(),
                keep(MemoryFolder.open(config.runRoot().resolve("build"))).path(),
                images,
                snapshots,
                store,
                keep(new ContainerRunner(config, networks)),
                Clock.systemUTC());
        containers.restore();
        networks.keepOnly(containers.ids());
        var contexts = new Contexts(config.dataRoot().resolve("contexts"));
        var orchestration = keep(Orchestration.start(
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
                        keep(MemoryFolder.open(config.runRoot().resolve("secrets")))
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
        new CommitRoutes(containers, images, snapshots, events).addTo(router);
        new BuildRoutes(builds).addTo(router);
        new NetworkRoutes(networks, containers).addTo(router);
        new VolumeRoutes(volumes).addTo(router);
        new StackRoutes(Self.info(config), orchestration.stacks(), contexts).addTo(router);
        RefusedRoutes.addTo(router);
        keep(server.open());
        keep(QuietCollection.start());
        for (CommandRunner runner : ServiceLoader.load(CommandRunner.class)) {
            keep(CommandSocket.listen(config.runRoot(), runner, System.getProperty("jcompose.version", "")));
        }
    }

    /** Takes over what runs and listens; returns when clients can be served. Throws where a part cannot come up. */
    static Daemon start(EngineConfig config, boolean openFirewall) {
        try {
            return new Daemon(config, openFirewall);
        } catch (IOException e) {
            throw EngineException.unavailable(
                    "the daemon cannot start in " + config.dataRoot() + ": " + e.getMessage(), e);
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    Path socket() {
        return socket;
    }

    /** With the host: nobody commands any more when the containers end, and names resolve until they have. */
    void closeWithHost() {
        close(true);
    }

    /** Containers go on. */
    @Override
    public void close() {
        close(false);
    }

    @SuppressWarnings("ReferenceEquality") // this very part
    private void close(boolean withHost) {
        for (AutoCloseable part : parts) {
            try {
                if (withHost && part == containers) {
                    containers.standDown();
                }
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not close", part.getClass().getSimpleName(), e);
            }
        }
    }
}
