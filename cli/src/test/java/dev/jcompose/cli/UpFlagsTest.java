package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the flags of up, create, start and scale change. */
@Tag("root")
@WithTicker
class UpFlagsTest {
    private final Launched jcompose;

    UpFlagsTest(Launched jcompose) {
        this.jcompose = jcompose;
    }

    @Test
    void servicesAreMadeAnewOrKept() throws Exception {
        String cat = ok("ps", "-q", "cat");
        ok("up", "-d", "--always-recreate-deps", "--force-recreate", "ticker");
        assertEquals(cat, ok("ps", "-q", "cat"));
        ok("up", "-d", "--force-recreate", "--always-recreate-deps", "cat");
        assertNotEquals(cat, ok("ps", "-q", "cat"));
        String ticker = ok("ps", "-q", "ticker");
        ok("up", "-d", "cat");
        assertEquals(ticker, ok("ps", "-q", "ticker"));
        ok("up", "-d", "--always-recreate-deps", "cat");
        assertNotEquals(ticker, ok("ps", "-q", "ticker"));
        cat = ok("ps", "-q", "cat");
        ok("create", "--force-recreate", "cat");
        assertNotEquals(cat, ok("ps", "-aq", "cat"));
        assertEquals("created\n", ok("ps", "-a", "--format", "{{.State}}", "cat"));
        ok("create", "--scale", "cat=2");
        assertEquals(2, ok("ps", "-aq", "cat").lines().count());
        ok("up", "-d", "--scale", "cat=1");
    }

    @Test
    void dependenciesAndStartAreLeftOut() throws Exception {
        ok("rm", "-sf");
        ok("up", "-d", "--no-deps", "cat");
        assertEquals("", ok("ps", "-aq", "ticker"));
        ok("scale", "--no-deps", "cat=2");
        assertEquals("", ok("ps", "-aq", "ticker"));
        ok("up", "--no-start", "ticker");
        assertEquals("created\n", ok("ps", "-a", "--format", "{{.State}}", "ticker"));
        ok("start", "--wait", "--wait-timeout", "30", "ticker");
        assertEquals("running\n", ok("ps", "-a", "--format", "{{.State}}", "ticker"));
    }

    @Test
    void dependentsAreRestartedUnlessLeftOut() throws Exception {
        String file = jcompose.folder().resolve("dependents.yaml").toString();
        Files.writeString(Path.of(file), """
                name: dependents
                services:
                  base: &sleeper {image: verbs-busybox, pull_policy: never, command: sleep 1000, stop_grace_period: 0s}
                  top:
                    <<: *sleeper
                    depends_on: {base: {condition: service_started, restart: true}}
                """);
        // What a restart takes away.
        String mark = "/dev/shm/mark";
        ok("-f", file, "up", "-d");
        ok("-f", file, "exec", "-T", "top", "touch", mark);
        ok("-f", file, "restart", "--no-deps", "base");
        ok("-f", file, "exec", "-T", "top", "test", "-e", mark);
        ok("-f", file, "restart", "base");
        assertEquals(
                1,
                jcompose.run("-f", file, "exec", "-T", "top", "test", "-e", mark)
                        .code());
        ok("-f", file, "down");
    }

    @Test
    void anUpOfOneServiceTakesItsDependenciesAndWhoAsksToBeRestartedAndLeavesTheOthersAlone() throws Exception {
        String file = jcompose.folder().resolve("some.yaml").toString();
        String stack = """
                name: some
                x-sleeper: &sleeper {image: verbs-busybox, pull_policy: never, command: sleep 1000, stop_grace_period: 0s}
                services:
                  base: {<<: *sleeper, environment: {VERSION: "1"}}
                  top: {<<: *sleeper, depends_on: {base: {condition: service_started, restart: true}}}
                  apart: {<<: *sleeper, depends_on: [base]}
                  other: {<<: *sleeper, environment: {VERSION: "1"}}
                """;
        Files.writeString(Path.of(file), stack);
        ok("-f", file, "up", "-d");
        String mark = "/dev/shm/mark";
        for (String service : List.of("top", "apart", "other")) {
            ok("-f", file, "exec", "-T", service, "touch", mark);
        }
        String top = ok("-f", file, "ps", "-q", "top");
        Files.writeString(Path.of(file), stack.replace("\"1\"", "\"2\""));
        ok("-f", file, "up", "-d", "top");
        assertEquals("2\n", ok("-f", file, "exec", "-T", "base", "sh", "-c", "echo $VERSION"));
        assertEquals(top, ok("-f", file, "ps", "-q", "top"), "it is restarted, not made anew");
        assertEquals(
                1,
                jcompose.run("-f", file, "exec", "-T", "top", "test", "-e", mark)
                        .code());
        for (String service : List.of("apart", "other")) {
            ok("-f", file, "exec", "-T", service, "test", "-e", mark);
        }
        assertEquals("1\n", ok("-f", file, "exec", "-T", "other", "sh", "-c", "echo $VERSION"));
        ok("-f", file, "up", "-d");
        assertEquals("2\n", ok("-f", file, "exec", "-T", "other", "sh", "-c", "echo $VERSION"));
        ok("-f", file, "exec", "-T", "apart", "test", "-e", mark);
        ok("-f", file, "down");
    }

    @Test
    void buildsAreShownAndQuiet() throws Exception {
        assertTrue(jcompose.run("up", "-d", "--build", "ticker").ok().out().contains("Step 1/"));
        Launched.Ended quiet =
                jcompose.run("up", "-d", "--build", "--quiet-build", "ticker").ok();
        assertTrue(quiet.err().contains("Built") && !quiet.out().contains("Step 1/"), quiet.out());
        assertTrue(jcompose.run("create", "--build", "ticker").ok().err().contains("Built"));
        assertFalse(jcompose.run("create", "--no-build", "ticker").ok().err().contains("Built"));
    }

    @Test
    void theForegroundShowsWhoIsAskedFor() throws Exception {
        Launched.Ended job = jcompose.run(
                "up",
                "--abort-on-container-exit",
                "--no-log-prefix",
                "--timestamps",
                "--attach",
                "job",
                "ticker",
                "job");
        assertTrue(job.out().lines().anyMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\S+Z working")), job.out());
        assertFalse(job.out().contains("tick "), job.out());
        Launched.Ended without =
                jcompose.run("up", "--abort-on-container-exit", "--no-attach", "ticker", "ticker", "job");
        assertFalse(without.out().contains("tick "), without.out());
        Launched.Ended along = jcompose.run("up", "--exit-code-from", "job", "--attach-dependencies", "job");
        assertTrue(along.out().contains("ticker-1  | "), along.out());
        try (Typed plain = jcompose.typed("up", "--no-color", "--abort-on-container-exit", "job")) {
            assertEquals(5, plain.ended(), plain::shown);
            assertFalse(plain.shown().contains("\u001b[3"), plain::shown);
        }
        ok("rm", "-sf", "job");
    }

    @Test
    void whatHasNoMeaningSaysSo() throws Exception {
        for (List<String> flag : List.of(List.of("--insecure-registry", "x"), List.of("--verbose"))) {
            List<String> words = new java.util.ArrayList<>(flag);
            words.add("ps");
            Launched.Ended ps = jcompose.run(words.toArray(String[]::new)).ok();
            assertTrue(ps.err().contains(flag.getFirst() + " has no meaning here: "), ps.err());
        }
    }

    private String ok(String... words) throws Exception {
        return jcompose.run(words).ok().out();
    }

    @Test
    void whatOnlyAServiceNeedsThatIsNotStartedMayBeMissing() throws Exception {
        Path file = Files.writeString(jcompose.folder().resolve("others.yaml"), """
                name: others
                x-service: &service {image: verbs-busybox, pull_policy: never, stop_grace_period: 0s, command: sleep 1000}
                services:
                  one: {<<: *service, container_name: others-same}
                  same: {<<: *service, container_name: others-same}
                  late: {<<: *service, env_file: late.env, secrets: [key]}
                secrets: {key: {environment: KEY_OF_LATE}}
                """);
        String[] of = {"-f", file.toString()};
        try {
            assertTrue(run(of, "up", "-d").err().contains("late.env not found"));
            run(of, "up", "-d", "one").ok();
            assertEquals(
                    "others-same\n", run(of, "ps", "--format", "{{.Name}}").ok().out());
            String hash =
                    run(of, "config", "--hash", "one").ok().out().split(" ")[1].strip();
            String label = "{{.Label \"com.docker.compose.config-hash\"}}";
            assertEquals(hash, run(of, "ps", "--format", label).ok().out().strip());
            assertTrue(run(of, "config", "--hash", "late").err().contains("late.env not found"));
            assertTrue(run(of, "scale", "late=1").err().contains("others.yaml:6:"));
            assertTrue(run(of, "run", "--rm", "late", "env").err().contains("late.env not found"));
            Files.writeString(jcompose.folder().resolve("late.env"), "FOUND=now\n");
            assertTrue(run(of, "run", "--rm", "late", "env").err().contains("KEY_OF_LATE is not set"));
            jcompose.with("KEY_OF_LATE", "told");
            assertTrue(run(of, "run", "--rm", "late", "env").ok().out().contains("FOUND=now"));
            assertEquals(
                    "told",
                    run(of, "run", "--rm", "late", "cat", "/run/secrets/key")
                            .ok()
                            .out());
            assertTrue(run(of, "up", "-d").err().contains("container name \"others-same\" is already in use"));
        } finally {
            run(of, "down").ok();
        }
    }

    private Launched.Ended run(String[] of, String... words) throws Exception {
        return jcompose.run(Stream.concat(Stream.of(of), Stream.of(words)).toArray(String[]::new));
    }
}
