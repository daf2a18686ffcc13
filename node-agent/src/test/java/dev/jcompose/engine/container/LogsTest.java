package dev.jcompose.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logs that real containers write: needs root. */
@Tag("root")
class LogsTest extends InEngine {
    private String logs(String id, LogQuery query) {
        try (var session = engine.containers.logs(id, query)) {
            return Engine.text(session);
        }
    }

    private static String numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> i + "\n").collect(Collectors.joining());
    }

    @Test
    void everythingIsThereAfterTheEnd() {
        String id = engine.run("seq 1 50000", "");
        engine.exitCode(id);
        assertEquals(numbers(1, 50000), logs(id, LogQuery.ALL));
    }

    @Test
    void tailTimesAndStreamsChoose() {
        Instant before = Instant.now();
        String id = engine.run("seq 1 100; echo bad >&2", "");
        engine.exitCode(id);
        assertEquals(numbers(1, 100), logs(id, new LogQuery(false, true, false, null, null, -1, false, false)));
        assertEquals("bad\n", logs(id, new LogQuery(false, false, true, null, null, -1, false, false)));
        assertEquals(
                "", logs(id, new LogQuery(false, true, true, Instant.now().plusSeconds(5), null, -1, false, false)));
        assertEquals("", logs(id, new LogQuery(false, true, true, null, before.minusSeconds(5), -1, false, false)));
        assertEquals(
                numbers(1, 100),
                logs(id, new LogQuery(false, true, false, before.minusSeconds(1), null, -1, false, false)));
        String last = logs(id, new LogQuery(false, true, true, null, null, 2, true, false));
        assertEquals(2, last.lines().count());
        assertTrue(last.lines().allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT[0-9:]{8}\\.\\d{9}Z .*")), last);
        assertEquals("", logs(id, new LogQuery(false, true, true, null, null, 0, false, false)));
    }

    @Test
    void detailsAreWhatTheOptionsOfTheLogChoose() {
        String id = engine.run(
                "echo one; echo two",
                "\"Labels\":{\"a\":\"x y\",\"b\":\"1\"},\"Env\":[\"Q=1\",\"R=2\",\"PATH=/bin\"],\"HostConfig\":{\"LogConfig\":{"
                        + "\"Type\":\"json-file\",\"Config\":{\"labels\":\"a,none\",\"env-regex\":\"^[QR]$\",\"tag\":\"is-{{.Name}}\"}}}");
        engine.exitCode(id);
        var details = new LogQuery(false, true, true, null, null, -1, false, true);
        String name = engine.containers.inspect(id).name().substring(1);
        String chosen = "Q=1,R=2,a=x+y,tag=is-" + name + " ";
        assertEquals(chosen + "one\n" + chosen + "two\n", logs(id, details));
        String plain = engine.run("echo one", "");
        engine.exitCode(plain);
        assertEquals(" one\n", logs(plain, details));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "json-file | mode | bogus | logging mode not supported: bogus",
                "json-file | max-buffer-size | 1m | only supported with 'mode=non-blocking'",
                "json-file | max-size | 0 | max-size must be a positive number",
                "json-file | compress | maybe | log option compress=maybe",
                "json-file | labels-regex | [ | log option labels-regex",
                "json-file | tag | {{.Name | a tag takes text and the fields",
                "json-file | tag | {{.Nothing}} | a tag takes text and the fields",
                "local | tag | x | unknown log opt 'tag' for local log driver",
            })
    void anOptionOfTheLogThatMeansNothingIsRefused(String driver, String option, String value, String words) {
        var refused = assertThrows(
                EngineException.class,
                () -> engine.shell(
                        "true",
                        "\"HostConfig\":{\"LogConfig\":{\"Type\":\"%s\",\"Config\":{\"%s\":\"%s\"}}}"
                                .formatted(driver, option, value)));
        assertTrue(String.valueOf(refused.getMessage()).contains(words), refused.getMessage());
    }

    @Test
    void anOptionOfTheLogThatHasNoEffectSaysSo() {
        var made = engine.make(
                "true",
                "\"HostConfig\":{\"LogConfig\":{\"Type\":\"json-file\",\"Config\":{\"compress\":\"true\",\"mode\":\"non-blocking\"}}}");
        assertEquals(
                2,
                made.warnings().stream()
                        .filter(each -> each.contains("has no effect"))
                        .count());
    }

    @Test
    void whoDoesNotFollowGetsWhatWasThereWhenItWasAsked() {
        String id = engine.shell("i=0; while :; do echo $i; i=$((i+1)); usleep 5000; done", "");
        engine.containers.start(id);
        Awaitility.await().until(() -> logs(id, LogQuery.ALL).lines().count() > 3);
        try (var last = engine.containers.logs(id, new LogQuery(false, true, true, null, null, 1, false, false))) {
            long asked = logs(id, LogQuery.ALL).lines().count();
            Awaitility.await().until(() -> logs(id, LogQuery.ALL).lines().count() > asked + 3);
            assertEquals(1, Engine.text(last).lines().count());
        }
    }

    @Test
    void theLastLineIsOneHoweverFastTheyCome() {
        String id = engine.runReady("echo ready; while :; do echo line; done", "");
        for (int i = 0; i < 200; i++) {
            assertEquals(
                    1,
                    logs(id, new LogQuery(false, true, true, null, null, 1, false, false))
                            .lines()
                            .count());
        }
    }

    @Test
    void longLinesStayWhole() {
        String id = engine.run("head -c 100000 /dev/zero | tr '\\0' x; echo", "");
        engine.exitCode(id);
        assertEquals("x".repeat(100000) + "\n", logs(id, LogQuery.ALL));
    }

    @Test
    void rotationKeepsTheBoundsAndAFollowerLosesNoLine() throws Exception {
        String id = engine.shell(
                "i=0; while [ $i -lt 60 ]; do seq $((i*500+1)) $((i*500+500)); usleep 20000; i=$((i+1)); done",
                "\"HostConfig\":{\"LogConfig\":{\"Type\":\"json-file\",\"Config\":{\"max-size\":\"100k\",\"max-file\":\"3\"}}}");
        engine.containers.start(id);
        var followed = CompletableFuture.supplyAsync(
                () -> logs(id, new LogQuery(true, true, true, null, null, -1, false, false)));
        engine.exitCode(id);
        assertEquals(numbers(1, 30000), followed.get(20, TimeUnit.SECONDS));

        Path folder = engine.config.dataRoot().resolve("containers").resolve(id);
        assertTrue(Files.exists(folder.resolve("container.log.2")));
        assertFalse(Files.exists(folder.resolve("container.log.3")));
        String kept = logs(id, LogQuery.ALL);
        assertTrue(kept.endsWith("\n30000\n"), "the newest lines are kept");
        List<Integer> lines = kept.lines().map(Integer::parseInt).toList();
        for (int i = 1; i < lines.size(); i++) {
            assertEquals(lines.get(i - 1) + 1, lines.get(i));
        }
    }

    @Test
    void whatIsWrittenWhileNoDaemonIsThereIsKeptAndBroughtWithinBoundsAfterwards() throws Exception {
        String id = engine.runReady(
                "echo ready; until [ -e /go ]; do usleep 10000; done; seq 1 40000; touch /done;"
                        + " until [ -e /on ]; do usleep 10000; done; seq 40001 50000; usleep 300000; echo last",
                "\"HostConfig\":{\"LogConfig\":{\"Type\":\"json-file\",\"Config\":{\"max-size\":\"100k\",\"max-file\":\"2\"}}}");
        Path root = engine.roots.mount(id);
        Path folder = engine.config.dataRoot().resolve("containers").resolve(id);
        engine.restart(() -> {
            touch(root.resolve("go"));
            Awaitility.await().until(() -> Files.exists(root.resolve("done")));
            Awaitility.await()
                    .until(() ->
                            Files.readString(folder.resolve("container.log")).endsWith(" 40000\n"));
        });
        assertTrue(logs(id, LogQuery.ALL).endsWith(numbers(30000, 40000)), "the last 100 KiB at least");
        touch(root.resolve("on"));
        engine.exitCode(id);
        assertTrue(logs(id, LogQuery.ALL).endsWith("\n50000\nlast\n"));
        long bytes = 0;
        try (var files = Files.list(folder)) {
            for (Path each :
                    files.filter(file -> !file.toString().endsWith(".keep")).toList()) {
                bytes += Files.size(each);
            }
        }
        assertTrue(bytes < 1 << 20, "the 2 MB of before went: " + bytes);
    }

    private static void touch(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoFollowsHearsTheRestartToo() throws Exception {
        String id = engine.run(
                "echo begun; sleep 0.2; exit 1",
                "\"HostConfig\":{\"RestartPolicy\":{\"Name\":\"on-failure\",\"MaximumRetryCount\":2}}");
        var followed = CompletableFuture.supplyAsync(
                () -> logs(id, new LogQuery(true, true, true, null, null, -1, false, false)));
        assertEquals("begun\nbegun\nbegun\n", followed.get(20, TimeUnit.SECONDS));
    }

    @Test
    void theDriverNoneKeepsNothing() {
        String id = engine.run("echo gone", "\"HostConfig\":{\"LogConfig\":{\"Type\":\"none\"}}");
        engine.exitCode(id);
        assertFalse(Files.exists(engine.config.dataRoot().resolve("containers").resolve(id)));
    }

    @Test
    void aMillionLinesComeBackWhole() {
        String id = engine.run("seq 1 1000000", "");
        assertEquals(0, engine.exitCode(id));
        long count = logs(id, LogQuery.ALL).lines().count();
        assertEquals(1_000_000, count);
    }
}
