package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The daemon dies, as by kill -9, at places drawn from all durable writes and runtime calls of a build, an up and a down; what
 * it had acknowledged holds, the same commands end well afterwards, and nothing is left. {@code -Dkill.points} and
 * {@code -Dkill.seed} choose how many places and which.
 */
@Tag("root")
@Tag("kill")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillTest {
    private static final int POINTS = Integer.getInteger("kill.points", 25);
    private static final long SEED = Long.getLong("kill.seed", 20_261_124);
    private static final Pattern STARTED = Pattern.compile("Container kill-(\\w+)-1 +Started");
    /** What each service runs, told from every other process by its argument. */
    private static final Map<String, String> PROCESS = Map.of("db", "987651", "web", "987652");

    private static final String STACK = """
            name: kill
            services:
              db:
                build: .
                command: [sleep, "987651"]
                volumes: [rows:/rows]
                stop_grace_period: 0s
                healthcheck: {test: [CMD, "true"], interval: 1s, start_period: 5s, start_interval: 100ms}
              web:
                build: .
                command: [sleep, "987652"]
                ports: ["127.0.0.1:18979:80"]
                stop_grace_period: 0s
                depends_on: {db: {condition: service_healthy}}
            volumes: {rows: {}}
            """;

    private final Launched jcompose;

    KillTest() throws IOException {
        jcompose = new Launched();
    }

    @BeforeAll
    void stack() throws Exception {
        Files.writeString(jcompose.folder().resolve("compose.yaml"), STACK);
        Files.copy(Path.of("/bin/busybox"), jcompose.folder().resolve("busybox"));
        Files.writeString(jcompose.folder().resolve("Dockerfile"), """
                FROM scratch
                COPY busybox /bin/busybox
                RUN ["/bin/busybox", "--install", "-s", "/bin"]
                COPY seed /seed
                ENV PATH=/bin
                """);
        // The instance of these folders, and what a daemon without any stack keeps.
        jcompose.run("daemon", "start").ok();
        jcompose.run("daemon", "stop").ok();
    }

    @AfterAll
    void away() throws Exception {
        jcompose.run("daemon", "start");
        jcompose.run("down", "-v");
        jcompose.remove();
    }

    @Test
    void whateverThePlaceNothingAcknowledgedIsLostAndNothingIsLeft() throws Exception {
        Set<String> before = traces();
        int places = placesOfAll();
        System.out.println("kill seed " + SEED + ": " + POINTS + " of " + places + " places");
        List<Integer> points =
                new Random(SEED).ints(POINTS, 1, places).sorted().boxed().toList();
        for (int point : points) {
            Files.writeString(jcompose.folder().resolve("seed"), "point " + point);
            killAt(point);
            assertEquals(before, traces(), "left after the kill at place " + point);
        }
    }

    private int placesOfAll() throws Exception {
        Files.writeString(jcompose.folder().resolve("seed"), "whole");
        Process daemon = doomed(Integer.MAX_VALUE);
        for (List<String> words : work()) {
            jcompose.run(words.toArray(String[]::new)).ok();
        }
        daemon.destroy();
        assertTrue(daemon.waitFor(1, TimeUnit.MINUTES), "the daemon did not stop");
        List<MatchResult> said = Pattern.compile("crash points: (\\d+)")
                .matcher(words())
                .results()
                .toList();
        return Integer.parseInt(said.getLast().group(1));
    }

    private static List<List<String>> work() {
        return List.of(List.of("build"), List.of("up", "-d", "--wait"), List.of("down", "-v"));
    }

    private void killAt(int point) throws Exception {
        Process daemon = doomed(point);
        Map<String, Long> acknowledged = new HashMap<>();
        boolean down = false;
        for (List<String> words : work()) {
            down = words.contains("down");
            var ended = jcompose.run(words.toArray(String[]::new));
            STARTED.matcher(ended.err())
                    .results()
                    .forEach(m -> pid(m.group(1)).ifPresent(pid -> acknowledged.put(m.group(1), pid)));
            if (ended.code() != 0) {
                break;
            }
        }
        if (!daemon.waitFor(10, TimeUnit.SECONDS)) {
            // Fewer places than in the run that counted them: other threads took other turns.
            daemon.destroy();
            daemon.waitFor();
        }
        String place = words().lines().reduce("", (a, b) -> b);
        System.out.println(place);

        jcompose.run("daemon", "start").ok();
        if (!down) {
            acknowledged.forEach((service, pid) -> assertEquals(
                    pid, pid(service).orElse(0L), service + " was acknowledged and is another process: " + place));
        }
        jcompose.run("up", "-d", "--wait").ok();
        assertEquals("nothing to do\n", jcompose.run("plan").ok().out(), place);
        assertEquals(
                PROCESS.size(),
                PROCESS.keySet().stream().filter(s -> pid(s).isPresent()).count(),
                place);
        jcompose.run("down", "-v").ok();
        jcompose.run("daemon", "stop").ok();
    }

    private Process doomed(int point) throws Exception {
        var daemon = new ProcessBuilder(
                        Launched.TOP.resolve("target/dist/bin/jcomposed").toString(),
                        "--data-root",
                        jcompose.folder().resolve("data").toString(),
                        "--run-root",
                        jcompose.folder().resolve("run").toString())
                .redirectErrorStream(true)
                .redirectOutput(jcompose.folder().resolve("doomed.log").toFile());
        daemon.environment().put("JCOMPOSE_DAEMON_OPTS", "-Djcompose.crash.at=" + point);
        Path socket = jcompose.folder().resolve("run/docker.sock");
        Files.deleteIfExists(socket);
        Process process = daemon.start();
        Awaitility.await().atMost(1, TimeUnit.MINUTES).until(() -> Files.exists(socket) || !process.isAlive());
        return process;
    }

    private String words() throws IOException {
        return Files.readString(jcompose.folder().resolve("doomed.log"));
    }

    private static java.util.Optional<Long> pid(String service) {
        return ProcessHandle.allProcesses()
                .filter(p -> p.info().commandLine().orElse("").endsWith(" " + PROCESS.get(service)))
                .map(ProcessHandle::pid)
                .findFirst();
    }

    /** Everything of this daemon outside its data root that a host could notice. */
    private Set<String> traces() throws IOException {
        var found = new TreeSet<String>();
        String instance =
                Files.readString(jcompose.folder().resolve("data/instance")).strip();
        List<String> mounts = Files.readAllLines(Path.of("/proc/self/mounts"));
        mounts.stream().filter(m -> m.contains(jcompose.folder().toString())).forEach(found::add);
        found.addAll(names(Path.of("/sys/class/net"), instance));
        for (String controller : List.of("memory", "pids", "")) {
            Path hierarchy = Path.of("/sys/fs/cgroup", controller);
            if (Files.isDirectory(hierarchy)) {
                found.addAll(names(hierarchy, instance));
            }
        }
        ProcessHandle.allProcesses()
                .map(p -> p.info().commandLine().orElse(""))
                .filter(c ->
                        c.contains("conmon") && c.contains(jcompose.folder().toString()))
                .forEach(found::add);
        Path namespaces = jcompose.folder().resolve("run/netns");
        if (Files.isDirectory(namespaces)) {
            found.addAll(names(namespaces, ""));
        }
        return found;
    }

    private static List<String> names(Path folder, String part) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            var names = new ArrayList<String>();
            entries.map(e -> folder + "/" + e.getFileName())
                    .filter(e -> e.contains(part))
                    .forEach(names::add);
            return names;
        }
    }
}
