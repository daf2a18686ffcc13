package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.client.EngineAddress;
import dev.jcompose.api.client.EngineClient;
import dev.jcompose.api.client.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Where the value of a secret may be looked for: everywhere but in its container. Needs root for the daemon. */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecrecyTest {
    private final Launched jcompose;
    private final String first = drawn();
    private final String second = drawn();
    /** Found by a search that works, as no secret is. */
    private final String open = drawn();

    SecrecyTest() throws IOException {
        jcompose = new Launched().busybox();
    }

    private static String drawn() {
        byte[] bytes = new byte[12];
        new Random().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @BeforeAll
    void stack() throws Exception {
        Files.writeString(jcompose.folder().resolve("compose.yaml"), """
                name: secrecy
                services:
                  app:
                    build: .
                    image: secrecy-base
                    command: [sh, -c, "trap exit TERM; while :; do sleep 0.1; done"]
                    environment: {OPEN: "%s"}
                    secrets: [word]
                secrets: {word: {environment: WORD}}
                """.formatted(open));
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
    void aSecretsValueIsInNoPlanLogEventDigestInspectFileOrArgumentList() throws Exception {
        Map<String, String> said = new LinkedHashMap<>();
        jcompose.with("WORD", first);
        say(said, 0, "up", "-d", "--wait");
        String args = argumentLists();
        assertEquals(
                first,
                jcompose.run("exec", "-T", "app", "cat", "/run/secrets/word")
                        .ok()
                        .out());
        jcompose.with("WORD", second);
        say(said, 2, "plan");
        say(said, 2, "plan", "--format", "json");
        assertTrue(said.get("plan").contains("secrets"), "the change is told: " + said);
        say(said, 0, "up", "-d", "--wait");
        args += argumentLists();
        assertEquals(
                second,
                jcompose.run("exec", "-T", "app", "cat", "/run/secrets/word")
                        .ok()
                        .out());
        say(said, 0, "ps", "--format", "json");
        say(said, 0, "logs");
        say(said, 0, "config", "--hash", "*");
        say(said, 0, "events", "--json", "--since", "1h", "--until", "0s");
        var client = new EngineClient(new EngineAddress.Unix(jcompose.folder().resolve("run/docker.sock")));
        String inspect = client.get(Target.of("/containers/secrecy-app-1/json"), JsonNode.class)
                .toString();
        said.put("inspect", inspect);
        said.put("arguments", args);
        said.put("daemon.log", jcompose.log());
        assertTrue(inspect.contains(open), "what is no secret is found");
        said.forEach((what, text) -> assertFalse(text.contains(first) || text.contains(second), what + ": " + text));
        for (String root : List.of("data", "run")) {
            filesWithout(jcompose.folder().resolve(root));
        }
    }

    private void say(Map<String, String> said, int code, String... words) throws Exception {
        Launched.Ended ended = jcompose.run(words);
        assertEquals(code, ended.code(), ended.out() + ended.err());
        said.merge(String.join(" ", words), ended.out() + ended.err(), String::concat);
    }

    private static String argumentLists() throws IOException {
        var all = new StringBuilder();
        try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
            for (ProcessHandle each : processes.toList()) {
                Path file = Path.of("/proc/" + each.pid() + "/cmdline");
                try {
                    all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
                } catch (IOException gone) {
                    assertFalse(each.isAlive() && !Files.exists(file), gone.toString());
                }
            }
        }
        return all.toString();
    }

    /** The container's own copy lies in memory; a network namespace looks like a file. */
    private void filesWithout(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!List.of("tmpfs", "nsfs").contains(Files.getFileStore(file).type())) {
                    assertFalse(contains(file, first) || contains(file, second), file.toString());
                }
            }
        }
    }

    private static boolean contains(Path file, String word) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(word);
    }
}
