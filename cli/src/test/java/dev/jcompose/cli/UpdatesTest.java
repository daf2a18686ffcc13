package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Updates of services that run, with real containers and a client that does not forgive a single failed request. */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpdatesTest {
    private static final int PORT = 18170;
    private static final int UPDATES = 20;
    private static final int MOST_REQUESTS = 2_000_000;
    private static final int ACKNOWLEDGED = 12;
    private static final int CRASHES = 8;
    private static final ConditionFactory PATIENT = Awaitility.await().atMost(Duration.ofMinutes(1));
    private final Launched jcompose;

    UpdatesTest() throws IOException {
        jcompose = new Launched().busybox();
    }

    @BeforeAll
    void image() throws Exception {
        Path folder = jcompose.folder();
        for (String script : new String[] {"serve.sh", "answer.sh"}) {
            Path file = folder.resolve(script);
            Files.copy(Path.of("src/test/resources/updates", script), file);
            assertTrue(file.toFile().setExecutable(true, false));
        }
        Files.writeString(folder.resolve("Dockerfile"), "COPY *.sh /bin/\n", StandardOpenOption.APPEND);
        Files.writeString(folder.resolve(".dockerignore"), "!*.sh\n", StandardOpenOption.APPEND);
        version("0", "rollback");
        jcompose.run("up", "-d", "--wait").ok();
    }

    @AfterEach
    void down() throws Exception {
        jcompose.run("down", "-t", "0").ok();
    }

    @AfterAll
    void away() throws Exception {
        jcompose.remove();
    }

    private void version(String version, String onFailure) throws IOException {
        Files.writeString(jcompose.folder().resolve("compose.yaml"), """
            name: updates
            services:
              web:
                image: updates-web
                build: .
                command: serve.sh
                environment: {VERSION: "%s"}
                ports: ["127.0.0.1:%d:80"]
                stop_grace_period: 1s
                healthcheck:
                  test: [CMD-SHELL, 'test "$$VERSION" != bad && wget -qO /dev/null http://127.0.0.1/']
                  interval: 100ms
                  retries: 3
                deploy:
                  update_config: {order: start-first, monitor: 50ms, failure_action: %s}
                  rollback_config: {order: start-first, monitor: 50ms}
            """.formatted(version, PORT, onFailure));
    }

    private void isUp(String version, String onFailure) throws Exception {
        version(version, onFailure);
        jcompose.run("up", "-d", "--wait").ok();
        assertEquals(version, answer());
    }

    private static String answer() throws IOException {
        try (var client = new KeepAliveClient(PORT)) {
            return client.get();
        }
    }

    @Test
    void aClientSeesNoFailedRequestInTwentyUpdates() throws Exception {
        isUp("0", "rollback");
        AtomicBoolean over = new AtomicBoolean();
        Set<String> seen = new TreeSet<>();
        CompletableFuture<Integer> requests =
                CompletableFuture.supplyAsync(() -> ask(over, seen), Thread::startVirtualThread);
        try {
            for (int update = 1; update <= UPDATES && !requests.isDone(); update++) {
                version(String.valueOf(update), "rollback");
                jcompose.run("up", "-d").ok();
            }
        } finally {
            over.set(true);
        }
        assertTrue(requests.join() < MOST_REQUESTS);
        assertEquals(UPDATES + 1, seen.size(), "each version answered: " + seen);
        assertEquals("", jcompose.run("plan").ok().err());
        assertEquals(1, jcompose.run("ps", "-aq").ok().out().lines().count());
    }

    private static int ask(AtomicBoolean over, Set<String> seen) {
        int requests = 0;
        try (var client = new KeepAliveClient(PORT)) {
            while (!over.get() && requests < MOST_REQUESTS) {
                seen.add(client.get());
                requests++;
            }
            return requests;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("request " + requests + " failed; answered so far: " + seen, e);
        }
    }

    @Test
    void anUnhealthyUpdateIsRolledBackAndNobodyNotices() throws Exception {
        isUp("good", "rollback");
        AtomicBoolean over = new AtomicBoolean();
        Set<String> seen = new TreeSet<>();
        CompletableFuture<Integer> requests =
                CompletableFuture.supplyAsync(() -> ask(over, seen), Thread::startVirtualThread);
        version("bad", "rollback");
        Launched.Ended failed = jcompose.run("up", "-d");
        over.set(true);
        requests.join();
        assertEquals(1, failed.code());
        assertTrue(failed.err().contains("container updates-web-1 is unhealthy"), failed.err());
        assertEquals(Set.of("good"), seen);
        assertEquals(1, jcompose.run("ps", "-aq").ok().out().lines().count());
        assertTrue(jcompose.run("plan").out().contains("environment.VERSION"));
    }

    @Test
    void anUpdateWithAnImageThatDoesNotStartPausesWithTheOldContainerAtWork() throws Exception {
        isUp("good", "pause");
        Path file = jcompose.folder().resolve("compose.yaml");
        Files.writeString(file, Files.readString(file).replace("command: serve.sh", "command: no-such-program"));
        Launched.Ended failed = jcompose.run("up", "-d");
        assertEquals(1, failed.code());
        assertTrue(failed.err().contains("no-such-program"), failed.err());
        assertEquals("good", answer());
        assertEquals(
                "updates-web-1",
                jcompose.run("ps", "-a", "--format", "{{.Names}}").ok().out().strip());
    }

    @Test
    void anUpdateThatTheDaemonDidNotSurviveIsEndedByTheNextOne() throws Exception {
        isUp("before", "rollback");
        jcompose.run("daemon", "stop").ok();
        DoomedDaemon daemon = new DoomedDaemon(jcompose);
        try {
            daemon.passed();
            isUp("undisturbed", "rollback");
            int places = daemon.passed().size();
            // Before the first few nothing was acknowledged yet.
            for (int place = ACKNOWLEDGED; place < places - 4; place += places / CRASHES) {
                String version = "after " + place;
                version(version, "rollback");
                daemon.endAt(place);
                jcompose.run("up", "-d");
                assertTrue(daemon.hasEnded());
                daemon.endAt(0);
                daemon.start();
                PATIENT.ignoreExceptions().untilAsserted(() -> assertEquals(version, answer()));
                PATIENT.untilAsserted(() ->
                        assertEquals(1, jcompose.run("ps", "-aq").out().lines().count()));
            }
        } finally {
            daemon.stop();
            jcompose.run("daemon", "start").ok();
        }
    }
}
