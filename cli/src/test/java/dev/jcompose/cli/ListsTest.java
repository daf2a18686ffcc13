package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The verbs that tell, as scripts read them. */
@Tag("root")
@WithTicker
class ListsTest {
    private final Launched jcompose;

    ListsTest(Launched jcompose) {
        this.jcompose = jcompose;
    }

    @Test
    void whatTheListsPrintIsWhatScriptsRead() throws Exception {
        JsonNode ps = json(ok("ps", "--format", "json", "ticker"));
        assertEquals("verbs-ticker-1", ps.path("Name").asText());
        assertEquals("verbs_default", ps.path("Networks").asText());
        assertEquals("verbs_kept", ps.path("Mounts").asText());
        assertEquals("1", ps.path("LocalVolumes").asText());
        assertEquals("\"\"", ps.path("Engine").toString());
        assertEquals(80, ps.path("Publishers").path(0).path("TargetPort").asInt());
        assertTrue(
                ps.path("CreatedAt").asText().matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d [+-]\\d{4} \\S+"),
                ps.toString());
        assertEquals("cat\nticker\n", ok("ps", "--services"));
        JsonNode ls = json(ok("ls", "--format", "json"));
        assertEquals(
                "verbs running(2)",
                ls.path(0).path("Name").asText() + " "
                        + ls.path(0).path("Status").asText());
        JsonNode image = json(ok("images", "--format", "json", "ticker")).path(0);
        assertEquals(
                "verbs-busybox latest true",
                image.path("Repository").asText() + " " + image.path("Tag").asText() + " "
                        + image.path("Size").isNumber());
        assertEquals("verbs_kept\n", ok("volumes", "-q"));
        JsonNode stats = json(ok("stats", "--no-stream", "--format", "json", "ticker"));
        assertEquals("[BlockIO, CPUPerc, Container, ID, MemPerc, MemUsage, Name, NetIO, PIDs]", sorted(stats));
        assertEquals(64, stats.path("Container").asText().length());
        assertEquals(12, stats.path("ID").asText().length());
        assertTrue(ok("top", "ticker").contains("trap"));
        // Others may have done more since its first start than the daemon remembers.
        ok("restart", "ticker");
        List<String> happened = ok("events", "--json", "--since", "1h", "--until", "0s", "ticker")
                .lines()
                .toList();
        assertTrue(
                happened.stream()
                        .map(ListsTest::json)
                        .anyMatch(event -> event.path("action").asText().equals("start")
                                && event.path("service").asText().equals("ticker")),
                happened::toString);
        assertEquals("cat\nticker\n", sortedLines(ok("config", "--services")));
    }

    @Test
    void anImageOfSeveralNamesIsListedByThatOfTheContainer() throws Exception {
        engine("-X POST 'http://engine/images/verbs-busybox/tag?repo=another-name'");
        try {
            assertEquals(
                    "verbs-busybox",
                    json(ok("images", "--format", "json", "ticker"))
                            .path(0)
                            .path("Repository")
                            .asText());
        } finally {
            engine("-X DELETE http://engine/images/another-name");
        }
    }

    private void engine(String request) throws Exception {
        jcompose.shell(jcompose.folder(), "curl -sSf --unix-socket run/docker.sock " + request)
                .ok();
    }

    @Test
    void eventsAreThoseOfTheTimeThatIsAskedFor() throws Exception {
        // The daemon remembers the last of them, whatever has happened before.
        ok("restart", "-t", "0", "ticker");
        ok("pause", "ticker");
        String between = Instant.now().toString();
        ok("unpause", "ticker");
        assertEquals(List.of("unpause"), happened("--since", between, "--until", "0s"));
        List<String> before = happened("--since", "1h", "--until", between);
        assertEquals("pause", before.getLast());
        assertTrue(before.contains("start"), before::toString);
        String beside = Instant.now().toString();
        ok("run", "--rm", "ticker", "true");
        assertEquals(List.of(), happened("--since", beside, "--until", "0s"));
    }

    private List<String> happened(String... span) throws Exception {
        List<String> words = new ArrayList<>(List.of("events", "--json"));
        words.addAll(List.of(span));
        words.add("ticker");
        return ok(words.toArray(String[]::new))
                .lines()
                .map(line -> json(line).path("action").asText())
                .toList();
    }

    @Test
    void logsShowThePartThatIsAskedFor() throws Exception {
        Awaitility.await().until(() -> ok("logs", "ticker").contains("tick 3"));
        assertTrue(ok("logs", "-n", "1", "ticker").startsWith("ticker-1  | tick "));
        assertTrue(ok("logs", "--no-log-prefix", "-n", "1", "ticker").startsWith("tick "));
        assertTrue(
                ok("logs", "-t", "-n", "1", "ticker").matches("ticker-1  \\| \\d{4}-\\d\\d-\\d\\dT\\S+Z tick \\d+\n"));
        assertEquals("", ok("logs", "--since", "2099-01-01T00:00:00Z", "ticker"));
        assertEquals("", ok("logs", "--until", "2020-01-01T00:00:00Z", "ticker"));
        assertTrue(ok("logs", "--index", "1", "ticker").startsWith("ticker-1  | tick 0"));
        assertEquals(1, jcompose.run("logs", "--index", "2", "ticker").code());
        assertEquals(1, jcompose.run("logs", "--index", "1").code());
    }

    private String ok(String... words) throws Exception {
        return jcompose.run(words).ok().out();
    }

    private static JsonNode json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    private static String sorted(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names.stream().sorted().toList().toString();
    }

    private static String sortedLines(String text) {
        return String.join("\n", text.lines().sorted().toList()) + "\n";
    }
}
