package dev.jcompose.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.agent.Builder;
import dev.jcompose.agent.NodeWork;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.api.stack.DownRequest;
import dev.jcompose.api.stack.StackOrigin;
import dev.jcompose.api.stack.StackRequest;
import dev.jcompose.engine.EngineConfig;
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
import dev.jcompose.fixture.BusyboxImage;
import dev.jcompose.linux.process.LiveProcess;
import dev.jcompose.store.StateStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.Kill;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's actor dies on a real engine. Real containers need root. */
@Tag("root")
class AgentDeathTest {
    private static final int SIGKILL = 9;
    private static final StackOrigin ORIGIN = new StackOrigin("/src/adopt", List.of("/src/adopt/compose.yaml"), false);
    private static final StackRequest REQUEST = new StackRequest(
            Json.read("""
                    {"name":"adopt","services":{
                     "a":{"image":"busybox","command":["sleep","1000"],"network_mode":"none","restart":"always",
                          "stop_grace_period":"0s"},
                     "b":{"image":"busybox","command":["sleep","1000"],"network_mode":"none","stop_grace_period":"0s"}}}
                    """.getBytes(StandardCharsets.UTF_8), com.fasterxml.jackson.databind.JsonNode.class),
            ORIGIN,
            Map.of(),
            List.of(),
            ApplyOptions.NONE,
            Map.of(),
            Map.of(),
            null);

    @TempDir
    Path folder;

    private StateStore store;
    private HostSide host;
    private Networks networks;
    private Containers containers;
    private ContainerRunner runner;
    private Orchestration orchestration;

    @BeforeEach
    void start() throws IOException {
        var config = EngineConfig.open(folder.resolve("data"), folder.resolve("run"));
        store = StateStore.open(config.dataRoot().resolve("state"));
        var events = new Events();
        var images = new Images(config.dataRoot(), store, RegistrySettings.load(folder, Map.of()), Clock.systemUTC());
        BusyboxImage.in(images);
        var snapshots = new Snapshots(config.dataRoot(), config.runRoot(), images.layers());
        var volumes = new Volumes(config, store, events);
        host = HostSide.own();
        networks = new Networks(config, store, host, events);
        containers = new Containers(
                config, store, new ImageRoots(images, snapshots), networks, volumes, events, Backoff.DEFAULT);
        runner = new ContainerRunner(config, networks);
        var scratch = Files.createDirectory(folder.resolve("scratch"));
        var builds = new Builds(config.dataRoot(), scratch, images, snapshots, store, runner, Clock.systemUTC());
        containers.restore();
        orchestration = Orchestration.start(
                store,
                config.dataRoot().resolve("secrets.key"),
                Self.node(config),
                new NodeWork(
                        events,
                        containers,
                        images,
                        new Builder(builds, new Contexts(folder.resolve("contexts"))),
                        networks,
                        volumes,
                        Files.createDirectory(folder.resolve("secrets")),
                        config.socket()));
    }

    @AfterEach
    void stop() throws Exception {
        orchestration
                .stacks()
                .down("adopt", new DownRequest(true, "", true, false, null, List.of(), List.of(), List.of(), null))
                .outcome();
        orchestration.close();
        containers.close();
        runner.close();
        networks.uninstall();
        networks.close();
        host.close();
        store.close();
    }

    @Test
    void aNewAgentAdoptsEveryContainerAndSeesWhatHappensToThem() throws Exception {
        var up = orchestration.stacks().apply("adopt", REQUEST).outcome();
        assertTrue(up.ok(), up::message);
        int a = pid("a");
        int b = pid("b");

        killAgent("$a");

        assertEquals("", orchestration.stacks().plan("adopt", REQUEST).text());
        assertEquals(List.of(a, b), List.of(pid("a"), pid("b")));

        LiveProcess.of(a).orElseThrow().signal(SIGKILL);
        LiveProcess.of(b).orElseThrow().signal(SIGKILL);
        Awaitility.await("the policy of a").atMost(Duration.ofSeconds(30)).until(() -> pid("a") != 0 && pid("a") != a);
        Awaitility.await("the end of b").until(() -> pid("b") == 0);
        String plan = orchestration.stacks().plan("adopt", REQUEST).text();
        assertEquals("1. start container adopt-b-1 (is exited)", plan.strip());
    }

    private int pid(String service) {
        return containers.inspect("adopt-" + service + "-1").state().pid();
    }

    /** As an error would: the guardian hears of its end, and the next one has the next name. */
    private void killAgent(String name) {
        var actors = orchestration.system().classicSystem();
        actors.actorSelection("/user/" + name).tell(Kill.getInstance(), actors.deadLetters());
        Awaitility.await("the next agent")
                .until(() -> actors.actorSelection("/user/$b")
                        .resolveOne(Duration.ofSeconds(1))
                        .handle((found, missing) -> missing == null)
                        .toCompletableFuture()
                        .join());
    }
}
