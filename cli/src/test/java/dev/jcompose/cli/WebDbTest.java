package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The first command of the README and what a user does after it, in the order of a user. Builds from the distribution's archive. */
@Tag("root")
@WithSamples
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WebDbTest {
    private static final String FILE =
            Launched.TOP.resolve("samples/web-db/compose.yaml").toString();
    private static final String PAGE = "http://127.0.0.1:" + SampleDaemon.WEB_PORT + "/";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Launched jcompose;

    WebDbTest(Launched jcompose) {
        this.jcompose = jcompose;
    }

    @BeforeAll
    void up() throws Exception {
        assertTrue(Files.isRegularFile(Path.of(FILE)));
        stack("up", "-d", "--wait").ok();
    }

    @AfterAll
    void away() throws Exception {
        stack("down", "-v", "--remove-orphans");
    }

    @Test
    @Order(1)
    void thePageReadsAndWritesRows() throws Exception {
        assertEquals("ok\n", get("healthz"));
        post("bread & <butter>");
        assertTrue(get("").contains("<li>bread &amp; &lt;butter&gt;"), get(""));
    }

    @Test
    @Order(2)
    void planningAgainFindsNothingToDo() throws Exception {
        Launched.Ended plan = stack("plan");
        assertEquals(0, plan.code(), plan.out() + plan.err());
        assertEquals("nothing to do\n", plan.out());
    }

    @Test
    @Order(3)
    void psLogsAndExecNeedTheNameAlone() throws Exception {
        Launched.Ended ps = jcompose.run("-p", "web-db", "ps", "--format", "{{.Service}} {{.State}} {{.Health}}")
                .ok();
        assertEquals(
                List.of("db running healthy", "web running healthy"),
                ps.out().lines().sorted().toList());
        assertTrue(jcompose.run("-p", "web-db", "logs", "web").ok().out().contains("web-1  | listening on port 8000"));
        assertEquals(
                "only-for-trying-out\n",
                jcompose.run("-p", "web-db", "exec", "-T", "web", "cat", "/run/secrets/db_password")
                        .ok()
                        .out());
        assertEquals(
                7,
                jcompose.run("-p", "web-db", "exec", "-T", "db", "sh", "-c", "exit 7")
                        .code());
        assertEquals(
                "0.0.0.0:18180\n",
                jcompose.run("-p", "web-db", "port", "web", "8000").ok().out());
    }

    @Test
    @Order(4)
    void restartingOneLeavesTheOtherAlone() throws Exception {
        post("kept rows");
        String before = id("db");
        stack("restart", "web").ok();
        stack("up", "-d", "--wait", "--force-recreate", "--no-deps", "web").ok();
        assertEquals(before, id("db"));
        assertTrue(get("").contains("kept rows"), "the rows are there");
    }

    @Test
    @Order(5)
    void itScales() throws Exception {
        stack("up", "-d", "--wait", "--scale", "web=3").ok();
        assertEquals(
                3,
                jcompose.run("-p", "web-db", "ps", "-q", "web")
                        .ok()
                        .out()
                        .lines()
                        .count());
        stack("up", "-d", "--wait").ok();
        assertEquals(
                1,
                jcompose.run("-p", "web-db", "ps", "-q", "web")
                        .ok()
                        .out()
                        .lines()
                        .count());
    }

    @Test
    @Order(6)
    void rowsOutliveDownAndUp() throws Exception {
        stack("down").ok();
        assertEquals("", jcompose.run("-p", "web-db", "ps", "-aq").ok().out());
        stack("up", "-d", "--wait").ok();
        assertTrue(get("").contains("bread"), "the rows are there");
    }

    @Test
    @Order(7)
    void containersOutliveTheDaemon() throws Exception {
        String before = id("web");
        jcompose.run("daemon", "restart").ok();
        assertEquals(before, id("web"));
        assertTrue(get("").contains("bread"), "the page is served");
    }

    @Test
    @Order(8)
    void rowsGoWithTheVolume() throws Exception {
        stack("down", "-v").ok();
        stack("up", "-d", "--wait").ok();
        assertFalse(get("").contains("bread"));
    }

    private Launched.Ended stack(String... words) throws Exception {
        List<String> all = new java.util.ArrayList<>(List.of("-f", FILE));
        all.addAll(List.of(words));
        return jcompose.run(jcompose.folder(), all);
    }

    private String id(String service) throws Exception {
        return jcompose.run("-p", "web-db", "ps", "-q", service).ok().out();
    }

    private String get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(PAGE + path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private void post(String text) throws IOException, InterruptedException {
        String form = "text=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create(PAGE))
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        assertEquals(
                303, http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
    }
}
