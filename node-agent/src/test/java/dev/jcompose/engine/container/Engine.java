package dev.jcompose.engine.container;

import dev.jcompose.api.container.ContainerCreated;
import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.json.Json;
import dev.jcompose.engine.EngineConfig;
import dev.jcompose.engine.PrivateFolder;
import dev.jcompose.engine.event.Events;
import dev.jcompose.engine.runtime.Cgroups;
import dev.jcompose.engine.stream.Frame;
import dev.jcompose.engine.stream.Session;
import dev.jcompose.engine.volume.Volumes;
import dev.jcompose.linux.file.Dir;
import dev.jcompose.store.StateStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A whole container engine on folders of its own, without images and networks. {@link #restart} is a daemon that died. */
final class Engine implements AutoCloseable {
    private static final Backoff QUICK =
            new Backoff(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofSeconds(10));

    final Path folder;
    final EngineConfig config;
    final Events events = new Events();
    final FolderRoots roots;
    final NoNetworks networks = new NoNetworks();
    StateStore store;
    Volumes volumes;
    Containers containers;

    private final PrivateFolder privateRoots;

    private Engine(Path folder) throws IOException {
        this.folder = folder;
        this.config = EngineConfig.open(folder.resolve("data"), folder.resolve("run"))
                .withCdiFolders(List.of(folder.resolve("cdi")));
        // As in the daemon: else, where the host's mounts are shared, those of containers would show here.
        this.privateRoots = PrivateFolder.open(folder.resolve("roots"));
        this.roots = new FolderRoots(folder.resolve("roots"));
        open();
    }

    static Engine start() throws IOException {
        return new Engine(Files.createTempDirectory("jcompose-test-"));
    }

    private void open() {
        store = StateStore.open(config.dataRoot().resolve("state"));
        volumes = new Volumes(config, store, events);
        containers = new Containers(config, store, roots, networks, volumes, events, QUICK);
        containers.restore();
    }

    /** Lets go without a word to any container, as a daemon that is killed does, and begins anew on what is there. */
    void restart() {
        restart(() -> {});
    }

    /** As {@link #restart()}, with something that happens while no daemon is there. */
    void restart(Runnable meanwhile) {
        containers.close();
        store.close();
        meanwhile.run();
        open();
    }

    String create(String json) {
        return made(json).id();
    }

    private ContainerCreated made(String json) {
        return containers.create(null, Json.read(json.getBytes(StandardCharsets.UTF_8), CreateContainer.class), null);
    }

    /** A container that runs the line in a shell, with more members of the request before it. */
    String shell(String line, String members) {
        return make(line, members).id();
    }

    /** As {@link #shell}, with what is said of it. */
    ContainerCreated make(String line, String members) {
        String cmd = new String(Json.write(List.of("sh", "-c", line)), StandardCharsets.UTF_8);
        return made("{" + members + (members.isEmpty() ? "" : ",") + "\"Image\":\"busybox\",\"Cmd\":" + cmd + "}");
    }

    String run(String line, String members) {
        String id = shell(line, members);
        containers.start(id);
        return id;
    }

    /** As {@link #run}, back when the line has printed "ready". */
    String runReady(String line, String members) {
        String id = shell(line, members);
        try (var session = containers.attach(id, false, true, true)) {
            containers.start(id);
            var all = new StringBuilder();
            while (all.indexOf("ready") < 0) {
                Frame frame = session.read();
                if (frame == null) {
                    throw new AssertionError("ended after " + all);
                }
                all.append(new String(frame.data(), StandardCharsets.UTF_8));
            }
        }
        return id;
    }

    int exitCode(String id) {
        try {
            return containers.await(id, "not-running").get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** What a container that ends by itself printed. */
    String output(String line, String members) {
        String id = shell(line, members);
        try (var session = containers.attach(id, false, true, true)) {
            containers.start(id);
            return text(session);
        } finally {
            exitCode(id);
        }
    }

    static String text(Session session) {
        var all = new ByteArrayOutputStream();
        for (Frame frame = session.read(); frame != null; frame = session.read()) {
            all.writeBytes(frame.data());
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** Everything goes, and nothing may be left. */
    @Override
    public void close() throws IOException {
        for (var each : containers.ids()) {
            containers.remove(each, true, true);
        }
        containers.close();
        store.close();
        var left = Cgroups.ofHost().children("/jcompose-" + config.instance());
        privateRoots.close();
        try (var above = Dir.of(folder.getParent())) {
            above.remove(folder.getFileName().toString());
        }
        String parent = "jcompose-" + config.instance();
        if (!left.isEmpty()
                || Files.exists(Path.of("/sys/fs/cgroup/memory", parent))
                || Files.exists(Path.of("/sys/fs/cgroup", parent))) {
            throw new AssertionError("cgroups are left: " + left);
        }
    }
}
