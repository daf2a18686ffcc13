package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.EngineAddress;
import dev.jcompose.api.client.EngineClient;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.container.ContainerCreated;
import dev.jcompose.api.container.ContainerInspect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The user's hand, by whatever client, against restart policies, the reconciler and other projects. */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HandTest {
    private static final String STACK = """
            name: hand
            x-one: &one
              image: hand-busybox
              build: .
              command: sleep 1000
              stop_grace_period: 0s
            services:
              always: {<<: *one, restart: always}
              failure: {<<: *one, restart: on-failure}
              never: {<<: *one, restart: "no"}
              unless: {<<: *one, restart: unless-stopped}
            """;
    private static final Map<String, String> RUNNING =
            Map.of("always", "running", "failure", "running", "never", "running", "unless", "running");
    private static final Map<String, String> EXITED =
            Map.of("always", "exited", "failure", "exited", "never", "exited", "unless", "exited");
    private static final Map<String, String> ONLY_ALWAYS =
            Map.of("always", "running", "failure", "exited", "never", "exited", "unless", "exited");

    private final Launched jcompose;
    private final EngineClient docker;

    HandTest() throws Exception {
        jcompose = new Launched().busybox();
        docker = new EngineClient(
                EngineAddress.parse(jcompose.folder().resolve("run/docker.sock").toString()));
    }

    @BeforeAll
    void folder() throws Exception {
        Files.writeString(jcompose.folder().resolve("compose.yaml"), STACK);
    }

    @BeforeEach
    void up() throws Exception {
        jcompose.run("up", "-d").ok();
        assertEquals(RUNNING, states());
    }

    @AfterAll
    void away() throws Exception {
        try {
            jcompose.run("down", "-v");
        } finally {
            jcompose.remove();
        }
    }

    @Test
    void aKillByAnotherClientHoldsUntilTheNextUpAndAlwaysComesBackWithTheDaemon() throws Exception {
        for (String service : RUNNING.keySet()) {
            docker.run(Call.post(Target.of("/containers/{}/kill", "hand-" + service + "-1")));
        }
        awaits(EXITED);
        jcompose.run("daemon", "restart").ok();
        awaits(ONLY_ALWAYS);
    }

    @Test
    void aStopHoldsOverARestartOfTheDaemonButForAlways() throws Exception {
        jcompose.run("stop").ok();
        awaits(EXITED);
        jcompose.run("daemon", "restart").ok();
        awaits(ONLY_ALWAYS);
    }

    @Test
    void whatAnotherClientRemovedStaysAwayUntilTheNextUp() throws Exception {
        docker.run(Call.delete(Target.of("/containers/{}", "hand-always-1").query("force", true)));
        jcompose.run("daemon", "restart").ok();
        awaits(Map.of("failure", "running", "never", "running", "unless", "running"));
    }

    @Test
    void whatDiesByItselfComesBackAsItsPolicySays() throws Exception {
        for (String service : RUNNING.keySet()) {
            Target inspect = Target.of("/containers/{}/json", "hand-" + service + "-1");
            int pid = docker.get(inspect, ContainerInspect.class).state().pid();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        }
        Awaitility.await().until(() -> states().get("never").equals("exited"));
        awaits(Map.of("always", "running", "failure", "running", "never", "exited", "unless", "running"));
    }

    @Test
    void anotherFoldersProjectOfTheSameNameIsNotTouchedUnasked() throws Exception {
        Path other = Files.createDirectories(jcompose.folder().resolve("other"));
        Files.writeString(other.resolve("compose.yaml"), STACK.replace("build: .", "build: .."));
        Launched.Ended refused = jcompose.run(other, List.of("up", "-d"));
        assertEquals(1, refused.code());
        assertTrue(refused.err().contains("belongs to " + jcompose.folder() + ", not to " + other), refused.err());
        try (Typed asked =
                jcompose.typed("--project-directory", other.toString(), "-f", other + "/compose.yaml", "up", "-d")) {
            asked.awaits("[yN]").type("n\r");
            assertEquals(1, asked.ended(), asked::shown);
            assertTrue(asked.shown().contains("Nothing was changed"), asked::shown);
        }
        assertEquals(RUNNING, states());
        jcompose.run(other, List.of("up", "-d", "-y")).ok();
        jcompose.run("up", "-d", "-y").ok();
    }

    @Test
    void theDaemonIsFoundByOurOwnVariableAndNeverByDockers() throws Exception {
        String socket = "unix://" + jcompose.folder().resolve("run/docker.sock");
        assertEquals(
                "hand\n",
                jcompose.shell(Path.of("/"), "DOCKER_HOST=unix:///nowhere " + Launched.TOP + "/jcompose ls -q")
                        .ok()
                        .out());
        assertEquals(
                "hand\n",
                jcompose.shell(
                                Path.of("/"),
                                "JCOMPOSE_RUN_ROOT=/nowhere " + Launched.TOP + "/jcompose -H " + socket + " ls -q")
                        .ok()
                        .out());
        Launched.Ended none =
                jcompose.shell(Path.of("/"), "JCOMPOSE_HOST=unix:///nowhere " + Launched.TOP + "/jcompose ls -q");
        assertEquals(1, none.code());
        assertTrue(none.err().contains("No jcompose daemon answers at unix:///nowhere"), none.err());
    }

    @Test
    void whatBearsOurLabelsAndIsNotOursIsLeftAlone() throws Exception {
        String id = docker.read(
                        Call.post(
                                Target.of("/containers/create").query("name", "stranger"),
                                Map.of(
                                        "Image",
                                        "hand-busybox",
                                        "Cmd",
                                        List.of("sleep", "1000"),
                                        "Labels",
                                        Map.of(
                                                "com.docker.compose.project",
                                                "hand",
                                                "com.docker.compose.service",
                                                "always",
                                                "com.docker.compose.container-number",
                                                "7"))),
                        ContainerCreated.class)
                .id();
        assertEquals(RUNNING, states());
        assertEquals("nothing to do\n", jcompose.run("plan").ok().out());
        jcompose.run("down", "--remove-orphans", "-t", "0").ok();
        assertEquals(
                id,
                docker.get(Target.of("/containers/stranger/json"), ContainerInspect.class)
                        .id());
        docker.run(Call.delete(Target.of("/containers/stranger").query("force", true)));
    }

    private void awaits(Map<String, String> states) {
        Awaitility.await().untilAsserted(() -> assertEquals(states, states()));
    }

    private Map<String, String> states() throws Exception {
        Map<String, String> states = new TreeMap<>();
        for (String line : jcompose.run("ps", "-a", "--format", "{{.Service}} {{.State}}")
                .ok()
                .out()
                .lines()
                .toList()) {
            states.put(line.split(" ", -1)[0], line.split(" ", -1)[1]);
        }
        return states;
    }
}
