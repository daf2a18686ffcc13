package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.client.EngineAddress;
import dev.jcompose.api.client.EngineClient;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An up that pulls from a registry which wants a login, and whose daemon dies meanwhile: the next one finishes it alone. */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResumedPullTest {
    private static final String SOMEONE_SECRET =
            "someone:$2b$05$1HFzDCTBNzmZ5SnjlECfIO00wgbtxDwKHM3c3ELvS1AAFWaQhwEdC\n";

    private final Launched jcompose = new Launched().busybox();
    private final Path folder = jcompose.folder();
    private RegistryProcess registry;
    private DoomedDaemon daemon;

    ResumedPullTest() throws IOException {}

    @BeforeAll
    void publish() throws Exception {
        assumeTrue(RegistryProcess.isPossible(), "docker-registry");
        Path passwords = Files.writeString(folder.resolve("htpasswd"), SOMEONE_SECRET);
        registry = RegistryProcess.start(folder, "auth: {htpasswd: {realm: test, path: %s}}".formatted(passwords));
        jcompose.run("version").ok();
        daemon = new DoomedDaemon(jcompose);
        jcompose.with("JCOMPOSE_HOST", "unix://" + socket());
        jcompose.with(
                "DOCKER_CONFIG", Files.createDirectory(folder.resolve("docker")).toString());
        jcompose.run("login", "-u", "someone", "-p", "secret", registry.address())
                .ok();
        stack("    build: .\n");
        jcompose.run("build", "--push").ok();
        stack("");
        jcompose.run("up", "-d").ok();
        jcompose.run("down", "--rmi", "all").ok();
    }

    private void stack(String more) throws IOException {
        Files.writeString(folder.resolve("compose.yaml"), """
                name: resumed
                services:
                  a:
                    image: %s/base:1
                    command: sleep 1000
                    stop_grace_period: 0s
                """.formatted(registry.address()) + more);
    }

    @AfterAll
    void away() throws Exception {
        if (daemon == null) {
            return;
        }
        daemon.endAt(0);
        daemon.start();
        jcompose.run("down");
        daemon.stop();
        registry.close();
        jcompose.remove();
    }

    private Path socket() {
        return folder.resolve("run/docker.sock");
    }

    @Test
    void theLoginIsSealedForAsLongAsItTakes() throws Exception {
        daemon.passed();
        jcompose.run("up", "-d").ok();
        List<String> passed = daemon.passed();
        jcompose.run("down", "--rmi", "all").ok();
        daemon.passed();
        // Blobs come at once, in any order: one place before or after is a place of the pull too.
        daemon.endAt(passed.indexOf("before the fsync of a blob") + 2);
        assertNotEquals(0, jcompose.run("up", "-d").code());
        assertTrue(daemon.hasEnded());
        List<String> until = daemon.passed();
        assertTrue(until.stream().noneMatch(place -> place.contains("root folder")), until::toString);
        assertNowhereInClear();
        daemon.endAt(0);
        daemon.start();
        var engine = new EngineClient(new EngineAddress.Unix(socket()));
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> runs(engine));
        assertNowhereInClear();
    }

    private static boolean runs(EngineClient engine) {
        try {
            return engine.get(new Target("/containers/resumed-a-1/json"), JsonNode.class)
                    .at("/State/Running")
                    .asBoolean();
        } catch (EngineException notYet) {
            return false;
        }
    }

    private void assertNowhereInClear() throws IOException {
        try (var files = Files.walk(folder.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/layers/")
                            && !file.toString().contains("/content/"))
                    .toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(
                        bytes.contains("secret\"")
                                || bytes.contains("c29tZW9uZTpzZWNyZXQ")
                                || bytes.contains("someone"),
                        file::toString);
            }
        }
    }
}
