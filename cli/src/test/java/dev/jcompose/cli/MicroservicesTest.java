package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The larger sample, from a copy whose sources a developer edits. Builds from the distribution's archive. */
@Tag("root")
@WithSamples
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MicroservicesTest {
    private static final String API = "http://127.0.0.1:" + SampleDaemon.PROXY_PORT + "/api/";
    private static final Duration LONG = Duration.ofMinutes(1);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Launched jcompose;
    private final Path samples;
    private final Path folder;

    MicroservicesTest(Launched jcompose) {
        this.jcompose = jcompose;
        samples = jcompose.folder().resolve("samples");
        folder = samples.resolve("microservices");
    }

    @BeforeAll
    void up() throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("cp", "-r", Launched.TOP.resolve("samples").toString(), samples.toString())
                        .start()
                        .waitFor());
        stack("up", "-d", "--wait").ok();
    }

    @AfterAll
    void away() throws Exception {
        assertEquals(
                0, stack("--profile", "*", "down", "-v", "--remove-orphans").code());
    }

    @Test
    @Order(1)
    void anOrderGoesThroughProxyApiDatabaseQueueAndWorker() throws Exception {
        HttpRequest order = HttpRequest.newBuilder(URI.create(API + "orders"))
                .POST(HttpRequest.BodyPublishers.ofString("three blue mugs"))
                .build();
        assertEquals(
                201, http.send(order, HttpResponse.BodyHandlers.discarding()).statusCode());
        Awaitility.await().atMost(LONG).untilAsserted(() -> {
            JsonNode row = answer("orders").path("answer").path(0);
            assertEquals(
                    "three blue mugs done",
                    row.path("text").asText() + " " + row.path("state").asText());
        });
    }

    @Test
    @Order(2)
    void theJobRanOnceBeforeThoseThatWaitForIt() throws Exception {
        assertEquals(
                "exited 0\n",
                stack("ps", "-a", "--format", "{{.State}} {{.ExitCode}}", "migrate")
                        .ok()
                        .out());
        String log = stack("logs", "migrate").ok().out();
        assertTrue(log.contains("step 1: ") && log.contains("the schema is up to date"), log);
        Launched.Ended plan = stack("plan");
        assertEquals(0, plan.code(), plan.out() + plan.err());
    }

    @Test
    @Order(3)
    void theProxyReachesTheApiAndNeitherDatabaseNorQueue() throws Exception {
        assertEquals("ok\n", inProxy("curl -s http://127.0.0.1/healthz").out());
        for (String hidden : List.of("db", "queue", "worker")) {
            assertEquals(2, inProxy("getent hosts " + hidden).code(), hidden + " has no name there");
        }
        String addresses =
                stack("exec", "-T", "worker", "getent", "ahostsv4", "db").ok().out();
        String database = addresses.substring(0, addresses.indexOf(' '));
        int code =
                inProxy("curl -s --max-time 3 telnet://" + database + ":5432").code();
        assertTrue(Set.of(7, 28).contains(code), "no connection to " + database + ": curl ended with " + code);
        assertEquals(
                1,
                stack("exec", "-T", "db", "bash", "-c", "exec 3<>/dev/tcp/192.0.2.1/80")
                        .code(),
                "the back network is internal");
    }

    @Test
    @Order(4)
    void everyReplicaAnswersBehindTheOneName() throws Exception {
        stack("up", "-d", "--wait", "--no-recreate", "--scale", "api=3").ok();
        assertEquals(3, stack("ps", "-q", "api").ok().out().lines().count());
        Set<String> seen = new TreeSet<>();
        Awaitility.await().atMost(LONG).untilAsserted(() -> {
            seen.add(answer("healthz").path("from").asText());
            assertEquals(3, seen.size(), seen::toString);
        });
        stack("scale", "api=2").ok();
        assertEquals(2, stack("ps", "-q", "api").ok().out().lines().count());
        assertTrue(seen.contains(answer("healthz").path("from").asText()));
    }

    @Test
    @Order(5)
    void aToolComesByItsProfileAlone() throws Exception {
        assertFalse(stack("config", "--services").ok().out().contains("psql"));
        assertEquals(
                "", stack("ps", "-a", "--format", "{{.Service}}").ok().out().replaceAll("(?m)^(?!psql).*\n", ""));
        assertTrue(
                stack("--profile", "tools", "config", "--services").ok().out().contains("psql"));
        Launched.Ended rows = jcompose.fed(
                "select text from orders;".getBytes(StandardCharsets.UTF_8),
                words("--profile", "tools", "run", "--rm", "-T", "psql").toArray(String[]::new));
        assertTrue(rows.ok().out().contains("three blue mugs"), rows.out());
    }

    @Test
    @Order(6)
    void rebuildingOneServiceLeavesTheOthersAlone() throws Exception {
        String before = ids();
        Files.writeString(
                folder.resolve("proxy/Dockerfile"),
                Files.readString(folder.resolve("proxy/Dockerfile")) + "LABEL changed=yes\n");
        stack("up", "-d", "--wait", "--build", "--no-deps", "proxy").ok();
        String after = ids();
        assertNotEquals(line(before, "proxy"), line(after, "proxy"));
        for (String service : List.of("api", "db", "queue", "worker")) {
            assertEquals(line(before, service), line(after, service));
        }
    }

    @Test
    @Order(7)
    void withTheOverrideFileARestartRunsWhatWasJustSaved() throws Exception {
        List<String> both = List.of("up", "-d", "--wait");
        jcompose.run(folder, both).ok();
        Path source = folder.resolve("app/orders/api.py");
        Files.writeString(source, Files.readString(source).replace("{\"ok\": True", "{\"ok\": \"edited\""));
        jcompose.run(folder, List.of("restart", "api")).ok();
        Awaitility.await()
                .atMost(LONG)
                .ignoreExceptions()
                .until(() ->
                        answer("healthz").path("answer").path("ok").asText().equals("edited"));
    }

    private Launched.Ended inProxy(String command) throws Exception {
        return stack("exec", "-T", "proxy", "sh", "-c", command);
    }

    private String ids() throws Exception {
        return stack("ps", "--format", "{{.Service}} {{.ID}}").ok().out();
    }

    private static List<String> line(String ids, String service) {
        return ids.lines().filter(id -> id.startsWith(service + " ")).sorted().toList();
    }

    private JsonNode answer(String path) throws Exception {
        byte[] body = http.send(
                        HttpRequest.newBuilder(URI.create(API + path)).build(), HttpResponse.BodyHandlers.ofByteArray())
                .body();
        return Json.read(body, JsonNode.class);
    }

    private Launched.Ended stack(String... words) throws Exception {
        return jcompose.run(folder, words(words));
    }

    /** Of the file alone, without its override. */
    private List<String> words(String... words) {
        List<String> all =
                new ArrayList<>(List.of("-f", folder.resolve("compose.yaml").toString()));
        all.addAll(List.of(words));
        return all;
    }
}
