package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.client.EngineAddress;
import dev.jcompose.api.client.EngineClient;
import dev.jcompose.api.client.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The daemon dies, as by kill -9, at places drawn from all durable writes and runtime calls of a pull, a build, an up and a
 * down; what it had acknowledged holds, containers do not notice, the same up ends well afterwards, and nothing is left. Every
 * fifth time it dies again while it recovers. {@code -Dkill.points} and {@code -Dkill.seed} choose how many places and which,
 * {@code -Dkill.at=7,19} names them.
 */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillTest {
    private static final int POINTS = Integer.getInteger("kill.points", 25);
    private static final long SEED = Long.getLong("kill.seed", 20_261_124);
    private static final String AT = System.getProperty("kill.at", "");
    private static final int AGAIN_EVERY = 5;
    private static final Duration NAMES = Duration.ofSeconds(2);
    private static final Pattern STARTED = Pattern.compile("Container kill-(\\w+)-1 +Started");
    private static final List<String> UP = List.of("up", "-d", "--wait");
    private static final List<String> DOWN = List.of("down", "-v", "--rmi", "all");
    private static final List<List<String>> WORK = List.of(List.of("pull", "db"), List.of("build", "web"), UP, DOWN);

    private final Launched jcompose;
    private final KillStack stack;
    private final DoomedDaemon daemon;
    private final Random random = new Random(SEED);
    private Duration slowest = Duration.ZERO;

    KillTest() throws IOException {
        jcompose = new Launched();
        // Named, it is not started by a command that misses it.
        jcompose.with("JCOMPOSE_HOST", "unix://" + socket());
        stack = new KillStack(jcompose.folder());
        daemon = new DoomedDaemon(jcompose);
    }

    @BeforeAll
    void base() throws Exception {
        stack.publishBase(jcompose);
        jcompose.run(DOWN.toArray(String[]::new));
    }

    @AfterAll
    void away() throws Exception {
        daemon.endAt(0);
        daemon.start();
        jcompose.run(DOWN.toArray(String[]::new));
        daemon.stop();
        stack.close();
        jcompose.remove();
    }

    @Test
    void whateverThePlaceNothingAcknowledgedIsLostAndNothingIsLeft() throws Exception {
        removeBase();
        Set<String> before = Traces.of(jcompose.folder());
        List<Integer> places = AT.isEmpty()
                ? drawn(placesOfAll(before))
                : Stream.of(AT.split(",")).map(Integer::valueOf).toList();
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            String where = "point " + (i + 1) + " of " + places.size() + ", place " + places.get(i);
            try {
                stack.seed("place " + places.get(i) + "\n");
                killAt(places.get(i), where, (i + 1) % AGAIN_EVERY == 0);
                Traces.awaitOnly(before, jcompose.folder());
            } catch (AssertionError | RuntimeException e) { // of Awaitility, too
                String fault = where + ": " + e;
                System.out.println("FAULT " + fault);
                faults.add(fault);
                recover();
                before = Traces.of(jcompose.folder());
            }
        }
        System.out.println("kill: " + (places.size() - faults.size()) + " of " + places.size()
                + " places held; names came back in " + slowest.toMillis() + " ms at the most");
        assertEquals(List.of(), faults);
    }

    @Test
    void whatRunsDoesNotNoticeThatTheDaemonIsGone() throws Exception {
        stack.seed("place of rest\n");
        Map<String, Long> acknowledged = started(run(UP).ok());
        assertEquals(Set.of("db", "web"), acknowledged.keySet());
        daemon.kill();
        unnoticed(acknowledged);
        daemon.start();
        resolves(acknowledged);
        holds(acknowledged);
        assertEquals("nothing to do\n", run(List.of("plan")).ok().out());
        whole();
        run(DOWN).ok();
    }

    /** The engine is to pull what it made itself. */
    private void removeBase() throws Exception {
        run(UP).ok();
        run(DOWN).ok();
        daemon.passed();
    }

    private int placesOfAll(Set<String> before) throws Exception {
        stack.seed("whole\n");
        for (List<String> words : WORK) {
            run(words).ok();
        }
        Traces.awaitOnly(before, jcompose.folder());
        return daemon.passed().size();
    }

    /** Each place once before any comes again. */
    private List<Integer> drawn(int places) {
        List<Integer> drawn = new ArrayList<>();
        while (drawn.size() < POINTS) {
            List<Integer> all =
                    new ArrayList<>(IntStream.rangeClosed(1, places).boxed().toList());
            Collections.shuffle(all, random);
            drawn.addAll(all.subList(0, Math.min(all.size(), POINTS - drawn.size())));
        }
        System.out.println("kill seed " + SEED + ": " + POINTS + " of " + places + " places");
        return drawn;
    }

    private void killAt(int place, String where, boolean again) throws Exception {
        daemon.passed();
        daemon.endAt(place);
        Map<String, Long> acknowledged = new HashMap<>();
        boolean pulled = false;
        boolean built = false;
        boolean down = false;
        for (List<String> words : WORK) {
            down = words.equals(DOWN);
            Launched.Ended ended = run(words);
            acknowledged.putAll(started(ended));
            if (ended.code() != 0) {
                assertTrue(daemon.hasEnded(), words + " failed by itself: " + ended.err());
                break;
            }
            pulled |= words.getFirst().equals("pull");
            built |= words.getFirst().equals("build");
        }
        boolean killed = daemon.hasEnded();
        List<String> passed = daemon.passed();
        System.out.println(where + ": " + (killed ? passed.getLast() : "not reached, of " + passed.size())
                + (acknowledged.isEmpty() ? "" : ", after the start of " + acknowledged.keySet()));
        daemon.endAt(0);
        if (down) {
            acknowledged.clear();
        }
        String row = down ? "" : stack.row();
        if (killed) {
            unnoticed(acknowledged);
        }
        if (again) {
            daemon.endAt(1 + random.nextInt(passed.size()));
            daemon.start();
            Launched.Ended up = run(UP);
            if (daemon.hasEnded()) {
                System.out.println("  and again: " + daemon.passed().getLast());
            } else {
                up.ok();
            }
            daemon.endAt(0);
        }
        daemon.start();
        resolves(acknowledged);
        holds(acknowledged);
        if (pulled && !down) {
            kept(stack.base());
        }
        if (built && !down) {
            kept("kill-web");
        }
        run(UP).ok();
        holds(acknowledged);
        assertEquals(row.isEmpty() ? stack.row() : row, stack.row(), "the row");
        whole();
        run(DOWN).ok();
    }

    /** The services that a command said to have started, with their processes. */
    private static Map<String, Long> started(Launched.Ended ended) {
        return STARTED.matcher(ended.err())
                .results()
                .map(match -> match.group(1))
                .distinct()
                .collect(Collectors.toMap(
                        service -> service, service -> KillStack.pid(service).orElse(-1L)));
    }

    /** While the daemon is gone. */
    private void unnoticed(Map<String, Long> acknowledged) throws IOException {
        holds(acknowledged);
        if (acknowledged.containsKey("db")) {
            long logged = stack.logged();
            Awaitility.await("the log grows").until(() -> stack.logged() > logged);
        }
        if (acknowledged.containsKey("web")) {
            assertTrue(stack.served().startsWith("place "), "the published port answers");
        }
    }

    private static void holds(Map<String, Long> acknowledged) {
        acknowledged.forEach((service, pid) ->
                assertEquals(pid, KillStack.pid(service).orElse(0L), service + " is another process"));
    }

    private void resolves(Map<String, Long> acknowledged) {
        Instant back = Instant.now();
        acknowledged.forEach((service, pid) -> {
            Awaitility.await("names in " + service)
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(NAMES)
                    .until(() -> KillStack.resolves(pid, "db"));
            Duration took = Duration.between(back, Instant.now());
            slowest = slowest.compareTo(took) < 0 ? took : slowest;
        });
    }

    private Path socket() {
        return jcompose.folder().resolve("run/docker.sock");
    }

    private void kept(String image) {
        var engine = new EngineClient(new EngineAddress.Unix(socket()));
        // Throws where there is none.
        engine.get(Target.of("/images/{}/json", image), JsonNode.class);
    }

    /** After the up that ends well. */
    private void whole() throws Exception {
        assertEquals("nothing to do\n", run(List.of("plan")).ok().out());
        // Its server may have begun a moment ago.
        Awaitility.await("web is served").untilAsserted(() -> {
            String served = stack.served();
            assertTrue(served.startsWith("place "), () -> "served: \"" + served + "\"");
        });
        assertEquals(
                "mum",
                run(List.of("exec", "-T", "db", "cat", "/run/secrets/word"))
                        .ok()
                        .out());
        List<String> lines =
                run(List.of("logs", "--no-log-prefix", "db")).ok().out().lines().toList();
        assertEquals(
                IntStream.rangeClosed(1, lines.size())
                        .mapToObj(i -> "line " + i)
                        .toList(),
                lines,
                "the log");
    }

    /** A fault must not spoil the points that follow. */
    private void recover() throws Exception {
        daemon.endAt(0);
        daemon.start();
        run(DOWN);
    }

    private Launched.Ended run(List<String> words) throws IOException, InterruptedException {
        return jcompose.run(jcompose.folder(), words);
    }
}
