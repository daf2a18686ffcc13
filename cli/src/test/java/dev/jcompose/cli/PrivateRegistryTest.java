package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.EngineAddress;
import dev.jcompose.api.client.EngineClient;
import dev.jcompose.api.client.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A registry that wants a login, and the caller's config.json: build, push, pull, up and run. Needs root for the engine, the
 * packages docker-registry and busybox-static, and no network.
 */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrivateRegistryTest {
    private static final String SOMEONE_SECRET =
            "someone:$2b$05$1HFzDCTBNzmZ5SnjlECfIO00wgbtxDwKHM3c3ELvS1AAFWaQhwEdC\n";
    private static final Path BUSYBOX = Path.of("/usr/bin/busybox");

    private final Launched jcompose = new Launched()
            .with("JCOMPOSE_REGISTRY_MIRRORS", "http://127.0.0.1:1")
            .with("JCOMPOSE_INSECURE_REGISTRIES", "near.test:5000");
    private RegistryProcess registry;
    private String address;
    private Path stack;

    PrivateRegistryTest() throws IOException {}

    @BeforeAll
    void start() throws Exception {
        assumeTrue(RegistryProcess.isPossible() && Files.isExecutable(BUSYBOX), "docker-registry, busybox-static");
        Path folder = jcompose.folder();
        Path passwords = Files.writeString(folder.resolve("htpasswd"), SOMEONE_SECRET);
        registry = RegistryProcess.start(folder, "auth: {htpasswd: {realm: test, path: %s}}".formatted(passwords));
        address = registry.address();
        stack = Files.createDirectories(folder.resolve("stack"));
        Files.copy(BUSYBOX, stack.resolve("busybox"));
        Files.writeString(
                stack.resolve("Dockerfile"),
                "FROM scratch\nCOPY busybox /bin/\nCMD [\"/bin/busybox\", \"sleep\", \"1000\"]\n");
        Files.writeString(stack.resolve("compose.yaml"), """
                name: private
                services:
                  base: {image: "%1$s/base:1", build: .}
                """.formatted(address));
        Files.createDirectories(stack.resolve("user"));
        Files.writeString(stack.resolve("user/Dockerfile"), "FROM " + address + "/base:1\nLABEL more=1\n");
        Files.writeString(stack.resolve("user/compose.yaml"), """
                name: private
                services:
                  pulled: {image: "%1$s/base:1"}
                  built: {build: .}
                """.formatted(address));
        login();
        in(stack, "build", "--push").ok();
    }

    private void login() throws Exception {
        Path config = Files.createDirectories(jcompose.folder().resolve("docker"));
        jcompose.with("DOCKER_CONFIG", config.toString());
        jcompose.run("login", "-u", "someone", "-p", "secret", address).ok();
        String kept = Files.readString(config.resolve("config.json"));
        Files.writeString(
                config.resolve("config.json"),
                kept.replaceFirst("\\{", "{\"proxies\":{\"default\":{\"noProxy\":\"from.config.json\"}},"));
    }

    private Launched.Ended in(Path folder, String... words) throws IOException, InterruptedException {
        return jcompose.run(folder, List.of(words));
    }

    @AfterAll
    void away() throws Exception {
        try {
            in(stack.resolve("user"), "down", "--remove-orphans");
            registry.close();
        } finally {
            jcompose.remove();
        }
    }

    private void forgetImages() throws Exception {
        in(stack.resolve("user"), "down", "--remove-orphans");
        removeImages();
    }

    private EngineClient engine() {
        return new EngineClient(
                EngineAddress.parse(jcompose.folder().resolve("run/docker.sock").toString()));
    }

    private void removeImages() throws Exception {
        EngineClient engine = engine();
        for (JsonNode image : engine.get(new Target("/images/json"), JsonNode.class)) {
            engine.run(Call.delete(
                    Target.of("/images/{}", image.path("Id").asText()).query("force", true)));
        }
    }

    @Test
    void upPullsAndBuildsWithTheCallersLoginAndKeepsItNowhere() throws Exception {
        forgetImages();
        in(stack.resolve("user"), "up", "-d").ok();
        assertEquals(
                "from.config.json\n",
                in(stack.resolve("user"), "exec", "-T", "pulled", "/bin/busybox", "sh", "-c", "echo $NO_PROXY")
                        .ok()
                        .out());
        assertEquals("nothing to do\n", in(stack.resolve("user"), "plan").ok().out());
        try (var files = Files.walk(jcompose.folder().resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/layers/")
                            && !file.toString().contains("/content/"))
                    .toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(bytes.contains("secret\"") || bytes.contains("c29tZW9uZTpzZWNyZXQ"), file::toString);
            }
        }
    }

    @Test
    void whoStartsTheDaemonSaysHowRegistriesAreReached() throws Exception {
        JsonNode config = engine().get(new Target("/info"), JsonNode.class).path("RegistryConfig");
        assertEquals("[\"http://127.0.0.1:1/\"]", config.path("Mirrors").toString());
        assertFalse(config.path("IndexConfigs")
                .path("near.test:5000")
                .path("Secure")
                .asBoolean(true));
    }

    @Test
    void stacksThatPullTheSameImageAtOnceAllHaveIt() throws Exception {
        forgetImages();
        Path shown = Files.createTempFile(jcompose.folder(), "shown", "");
        List<Process> pulls = new ArrayList<>();
        for (String project : List.of("one", "two", "three", "four")) {
            String file = stack.resolve("user/compose.yaml").toString();
            pulls.add(jcompose.background(shown, "-p", project, "-f", file, "pull", "pulled"));
        }
        for (Process pull : pulls) {
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !pull.isAlive());
            assertEquals(0, pull.exitValue());
        }
    }

    @Test
    void aPullThatFailsSaysWhatCanBeBuilt() throws Exception {
        Path file = Files.writeString(jcompose.folder().resolve("either.yaml"), """
                name: either
                services: {either: {image: "%s/none:1", build: .}}
                """.formatted(address));
        Launched.Ended pull = jcompose.run("-f", file.toString(), "pull", "--ignore-pull-failures");
        assertTrue(pull.ok().err().contains("must be built from source by running:\n    jcompose build either\n"));
    }

    @Test
    void withoutALoginTheRegistrysRefusalIsSaid() throws Exception {
        forgetImages();
        Path nobody = Files.createDirectories(jcompose.folder().resolve("nobody"));
        jcompose.with("DOCKER_CONFIG", nobody.toString());
        try {
            for (String verb : List.of("pull", "up", "build")) {
                Launched.Ended ended =
                        verb.equals("up") ? in(stack.resolve("user"), verb, "-d") : in(stack.resolve("user"), verb);
                assertNotEquals(0, ended.code(), verb);
                assertTrue(ended.err().contains("login") && ended.err().contains(address), verb + ended.err());
            }
        } finally {
            jcompose.with("DOCKER_CONFIG", jcompose.folder().resolve("docker").toString());
        }
    }

    @Test
    void whatIsScaledPullsWithTheCallersLogin() throws Exception {
        forgetImages();
        in(stack.resolve("user"), "up", "-d", "--no-deps", "--scale", "pulled=0", "pulled")
                .ok();
        removeImages();
        in(stack.resolve("user"), "scale", "--no-deps", "pulled=1").ok();
        assertEquals(
                "running\n",
                in(stack.resolve("user"), "ps", "--format", "{{.State}}", "pulled")
                        .ok()
                        .out());
    }

    @Test
    void aOneOffPullsWithTheCallersLogin() throws Exception {
        forgetImages();
        assertEquals(
                "here\n",
                in(stack.resolve("user"), "run", "--rm", "-T", "pulled", "/bin/busybox", "echo", "here")
                        .ok()
                        .out());
    }
}
