package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the flags of verbs that end, make and wait for containers change, on a stack beside the shared one. */
@Tag("root")
@WithTicker
class LifeFlagsTest {
    private static final String STACK = """
            name: life
            services:
              slow:
                image: verbs-busybox
                pull_policy: never
                stop_grace_period: 0s
                environment: {V: "${V:-1}"}
                command: [sh, -c, "trap 'sleep 0.5; echo ended >> /kept/log; exit 7' TERM; trap 'echo told >> /kept/log' USR1; while :; do sleep 0.1 & wait $$!; done"]
                volumes: [kept:/kept]
              sick:
                image: verbs-busybox
                pull_policy: never
                profiles: [ill]
                stop_grace_period: 0s
                command: sleep 1000
                healthcheck: {test: [CMD, "false"], interval: 1h}
              well:
                image: verbs-busybox
                pull_policy: never
                profiles: [ill]
                stop_grace_period: 0s
                command: [sh, -c, "sleep 1; touch /tmp/well; sleep 1000"]
                healthcheck: {test: [CMD, test, -f, /tmp/well], interval: 100ms, retries: 1000}
            volumes: {kept: {}}
            """;

    private final Launched jcompose;

    LifeFlagsTest(Launched jcompose) {
        this.jcompose = jcompose;
    }

    @BeforeEach
    void stack() throws Exception {
        Files.writeString(jcompose.folder().resolve("life.yaml"), STACK);
        Files.writeString(jcompose.folder().resolve("less.yaml"), """
                name: life
                services: {other: {image: verbs-busybox, pull_policy: never, command: "true"}}
                """);
        ok("up", "-d");
    }

    @AfterEach
    void away() throws Exception {
        ok("--profile", "*", "down", "-v", "--remove-orphans");
    }

    private Launched.Ended life(String file, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("-f", file));
        all.addAll(List.of(words));
        return jcompose.run(all.toArray(String[]::new));
    }

    private String ok(String... words) throws Exception {
        return life("life.yaml", words).ok().out();
    }

    private String log() throws Exception {
        return ok("run", "--rm", "slow", "cat", "/kept/log");
    }

    @Test
    void stoppingWaitsAsLongAsItIsTold() throws Exception {
        ok("stop");
        assertEquals("137\n", ok("ps", "-a", "--format", "{{.ExitCode}}"));
        ok("start");
        ok("stop", "-t", "30");
        assertEquals("7\n", ok("ps", "-a", "--format", "{{.ExitCode}}"));
        ok("start");
        ok("restart", "-t", "30");
        ok("up", "-d", "--force-recreate", "-t", "30");
        ok("down", "-t", "30");
        assertEquals("ended\nended\nended\nended\n", log());
    }

    @Test
    void theSignalIsTheNamedOne() throws Exception {
        ok("kill", "-s", "USR1", "slow");
        Awaitility.await()
                .until(() -> life("life.yaml", "exec", "-T", "slow", "cat", "/kept/log")
                        .out()
                        .equals("told\n"));
        assertEquals("running\n", ok("ps", "--format", "{{.State}}"));
    }

    @Test
    void whatOthersUseStaysAndWhatStaysIsTold() throws Exception {
        Files.writeString(jcompose.folder().resolve("beside.yaml"), """
                name: beside
                services:
                  user: {image: verbs-busybox, pull_policy: never, stop_grace_period: 0s, command: sleep 1000, volumes: [kept:/kept]}
                networks: {default: {name: life_default, external: true}}
                volumes: {kept: {name: life_kept, external: true}}
                """);
        life("beside.yaml", "up", "-d").ok();
        try {
            assertTrue(life("beside.yaml", "up", "-d").ok().err().contains(" Container beside-user-1 Running\n"));
            String down = life("life.yaml", "down", "-v").ok().err();
            assertTrue(down.contains(" Volume life_kept Resource is still in use"), down);
            assertTrue(down.contains(" Network life_default Resource is still in use"), down);
            life("beside.yaml", "stop").ok();
            assertTrue(life("beside.yaml", "stop").ok().err().contains(" Container beside-user-1 Stopped\n"));
        } finally {
            life("beside.yaml", "down");
        }
        assertEquals("", life("life.yaml", "down", "-v").ok().out());
    }

    @Test
    void downTakesVolumesOrphansAndImagesWhereAsked() throws Exception {
        ok("down");
        assertEquals("life_kept\n", ok("volumes", "-q"));
        ok("up", "-d");
        life("less.yaml", "up", "-d").ok();
        life("less.yaml", "down").ok();
        assertEquals("slow\n", ok("ps", "--services"));
        life("less.yaml", "up", "-d").ok();
        life("less.yaml", "down", "--remove-orphans").ok();
        assertEquals("", ok("ps", "--services"));
        ok("down", "-v");
        ok("up", "-d");
        ok("down", "-v");
        assertEquals("", ok("volumes", "-q"));
    }

    @Test
    void whatADownLeftOrABuildMadeGoesWithALaterDown() throws Exception {
        ok("down");
        assertEquals("life_kept\n", ok("volumes", "-q"));
        assertTrue(life("life.yaml", "down").err().contains("No resource found"));
        assertEquals("1. remove volume life_kept (down)\n", ok("--dry-run", "down", "-v"));
        ok("down", "-v");
        assertEquals("", ok("volumes", "-q"));
        Files.writeString(jcompose.folder().resolve("built.yaml"), """
                name: built
                services: {made: {build: {dockerfile_inline: FROM verbs-busybox}, secrets: [key]}}
                secrets: {key: {environment: NOT_SET_HERE}}
                """);
        life("built.yaml", "build").ok();
        assertTrue(life("built.yaml", "down", "--rmi", "local").ok().err().contains("Image built-made Removed"));
        assertTrue(life("built.yaml", "down", "--rmi", "local").ok().err().contains("No resource found"));
    }

    @Test
    void imagesOfOwnNamesGoOnlyWithAllOfThem() throws Exception {
        ok("commit", "slow", "life-copy:1");
        Files.writeString(jcompose.folder().resolve("copy.yaml"), """
                name: copy
                services: {copy: {image: "life-copy:1", command: "true"}}
                """);
        life("copy.yaml", "create", "--pull", "never").ok();
        life("copy.yaml", "down", "--rmi", "local").ok();
        life("copy.yaml", "create", "--pull", "never").ok();
        life("copy.yaml", "down", "--rmi", "all").ok();
        Launched.Ended gone = life("copy.yaml", "create", "--pull", "never");
        assertEquals(1, gone.code());
        assertTrue(gone.err().contains("life-copy:1"), gone.err());
        life("copy.yaml", "down");
    }

    @Test
    void orphansGoWhereAsked() throws Exception {
        life("less.yaml", "create").ok();
        assertTrue(slowRuns());
        life("less.yaml", "create", "--remove-orphans").ok();
        assertFalse(slowRuns());
        ok("up", "-d");
        life("less.yaml", "run", "--rm", "other").ok();
        assertTrue(slowRuns());
        life("less.yaml", "run", "--rm", "--remove-orphans", "other").ok();
        assertFalse(slowRuns());
        ok("up", "-d");
        life("less.yaml", "up", "-d").ok();
        assertTrue(slowRuns());
        life("less.yaml", "up", "-d", "--remove-orphans").ok();
        assertFalse(slowRuns());
    }

    @Test
    void whatNoProfileEnablesIsNoOrphan() throws Exception {
        ok("up", "-d", "well");
        ok("up", "-d");
        ok("kill", "--remove-orphans");
        Launched.Ended down = life("life.yaml", "down", "--remove-orphans").ok();
        assertTrue(down.err().contains("that no profile enables stay: life-well-1;"), down.err());
        assertEquals("well\n", ok("--profile", "ill", "ps", "--services"));
        assertFalse(life("less.yaml", "down").ok().err().contains("no profile"));
    }

    @Test
    void oneOffsStayUntilOrphansGo() throws Exception {
        ok("run", "-d", "--name", "life-busy", "slow", "sleep", "1000");
        ok("run", "--name", "life-done", "slow", "true");
        Launched.Ended up = life("life.yaml", "up", "-d").ok();
        assertTrue(up.err().contains("one-off containers that have ended: life-done;"), up.err());
        Launched.Ended down = life("life.yaml", "down").ok();
        assertTrue(down.err().contains("one-off containers stay: life-busy, life-done;"), down.err());
        ok("up", "-d", "--remove-orphans");
        String containers = ok("ps", "-a", "--format", "{{.Name}} {{.State}}");
        assertTrue(containers.contains("life-busy running") && !containers.contains("life-done"), containers);
        ok("kill", "slow");
        assertFalse(ok("ps", "-a", "--format", "{{.Name}} {{.State}}").contains("running"));
        ok("down", "--remove-orphans");
        assertEquals("", ok("ps", "-aq"));
    }

    @Test
    void downOfAServiceTakesItsVolumesWhereAsked() throws Exception {
        ok("up", "-d", "well");
        ok("down", "well", "-v");
        assertEquals("life_kept\n", ok("volumes", "-q"));
        ok("down", "slow");
        assertEquals("life_kept\n", ok("volumes", "-q"));
        ok("down", "slow", "-v");
        assertEquals("", ok("volumes", "-q"));
    }

    private boolean slowRuns() throws Exception {
        return ok("ps", "--services", "--status", "running").contains("slow\n");
    }

    @Test
    void aServiceThatIsNotThereIsRefused() throws Exception {
        for (List<String> words : List.of(
                List.of("top"),
                List.of("stats", "--no-stream"),
                List.of("images"),
                List.of("logs"),
                List.of("pause"),
                List.of("stop"))) {
            List<String> all = new ArrayList<>(words);
            all.add("nosuch");
            Launched.Ended refused = life("life.yaml", all.toArray(String[]::new));
            assertEquals(1, refused.code(), words::toString);
            assertTrue(refused.err().startsWith("no such service: nosuch. life has slow"), refused.err());
        }
    }

    @Test
    void downGoesByWhatWasApplied() throws Exception {
        life("less.yaml", "down").ok();
        assertEquals("", ok("ps", "-aq"));
    }

    @Test
    void waitingIsForHealthAndNoLongerThanTold() throws Exception {
        ok("create", "sick", "well");
        ok("start", "sick");
        assertEquals(
                1,
                life("life.yaml", "start", "--wait", "--wait-timeout", "1", "sick")
                        .code());
        ok("start", "--wait", "well");
        assertEquals("healthy\n", ok("ps", "--format", "{{.Health}}", "well"));
        ok("up", "-d", "--wait", "--force-recreate", "well");
        assertEquals("healthy\n", ok("ps", "--format", "{{.Health}}", "well"));
        assertEquals(
                1,
                life("life.yaml", "up", "--wait", "--wait-timeout", "1", "sick").code());
    }

    @Test
    void whatChangedIsKeptWhereAsked() throws Exception {
        String before = ok("ps", "-q");
        jcompose.with("V", "2");
        try {
            ok("up", "-d", "--no-recreate");
            assertEquals(before, ok("ps", "-q"));
            ok("create", "--no-recreate");
            assertEquals(before, ok("ps", "-q"));
            ok("up", "-d");
            assertNotEquals(before, ok("ps", "-q"));
        } finally {
            jcompose.environment().remove("V");
        }
    }

    @Test
    void rmAsksUnlessToldNotTo() throws Exception {
        ok("stop");
        Launched.Ended asked = life("life.yaml", "rm");
        assertEquals(1, asked.code());
        assertTrue(asked.err().contains("Going to remove life-slow-1"), asked.err());
        assertEquals("life-slow-1\n", ok("ps", "-a", "--format", "{{.Name}}"));
        ok("rm", "-f");
        assertEquals("", ok("ps", "-aq"));
        ok("up", "-d");
        ok("rm", "-f");
        assertEquals("running\n", ok("ps", "--format", "{{.State}}"));
        ok("rm", "-f", "-s");
        assertEquals("", ok("ps", "-aq"));
    }

    @Test
    void imagesArePulledAsTold() throws Exception {
        for (List<String> verb : List.of(List.of("up"), List.of("create"), List.of("run"))) {
            List<String> always = new ArrayList<>(List.of("--dry-run", verb.getFirst(), "--pull", "always", "slow"));
            assertTrue(ok(always.toArray(String[]::new)).contains("pull image verbs-busybox"), always::toString);
            always.set(3, "never");
            assertFalse(ok(always.toArray(String[]::new)).contains("pull image"), always::toString);
        }
    }

    @Test
    void coloursTerminalsAndProgressAreAsTold() throws Exception {
        Files.writeString(jcompose.folder().resolve("hello.yaml"), """
                name: hello
                services: {hello: {image: verbs-busybox, pull_policy: never, command: echo hello}}
                """);
        try {
            assertNotEquals(
                    "",
                    life("hello.yaml", "--progress", "plain", "up", "-d").ok().err());
            assertEquals(
                    "",
                    life("hello.yaml", "--progress", "quiet", "up", "-d", "--force-recreate")
                            .ok()
                            .err());
            Awaitility.await().until(() -> life("hello.yaml", "logs").out().equals("hello-1  | hello\n"));
            assertTrue(life("hello.yaml", "--ansi", "always", "logs").out().contains("\u001b[3"));
            String plain = "hello-1  | hello\n";
            assertEquals(plain, typed("--ansi", "never", "-f", "hello.yaml", "logs"));
            assertEquals(
                    "warning: --no-ansi is deprecated: use --ansi never\n" + plain,
                    typed("--no-ansi", "-f", "hello.yaml", "logs"));
            assertTrue(ok("run", "--rm", "-t", "slow", "tty").startsWith("/dev/"));
            assertTrue(ok("exec", "-t", "slow", "tty").startsWith("/dev/"));
        } finally {
            life("hello.yaml", "down");
        }
    }

    /** What a terminal shows. */
    private String typed(String... words) throws Exception {
        try (Typed command = jcompose.typed(words)) {
            assertEquals(0, command.ended(), command::shown);
            return command.shown();
        }
    }

    @Test
    void whatAskedForNoLogIsShownOnlyByName() throws Exception {
        Files.writeString(jcompose.folder().resolve("hello.yaml"), """
                name: hello
                services:
                  loud: {image: verbs-busybox, pull_policy: never, command: echo loud}
                  still: {image: verbs-busybox, pull_policy: never, attach: false, command: echo still}
                """);
        try {
            life("hello.yaml", "up", "-d").ok();
            Awaitility.await()
                    .until(() -> life("hello.yaml", "logs", "still").out().equals("still-1  | still\n"));
            Awaitility.await().until(() -> life("hello.yaml", "logs").out().equals("loud-1  | loud\n"));
        } finally {
            life("hello.yaml", "down");
        }
    }

    @Test
    void whoIsToldOfAnExitIsToldWhatShowsItsLog() throws Exception {
        Files.writeString(jcompose.folder().resolve("failing.yaml"), """
                name: failing
                services:
                  first: {image: verbs-busybox, pull_policy: never, command: [sh, -c, exit 3]}
                  second:
                    image: verbs-busybox
                    pull_policy: never
                    command: "true"
                    depends_on: {first: {condition: service_completed_successfully}}
                """);
        try {
            Launched.Ended up = life("failing.yaml", "up", "-d");
            assertEquals(1, up.code());
            assertTrue(
                    up.err()
                            .contains("service first didn't complete successfully: exit 3;"
                                    + " `jcompose -f failing.yaml logs first` shows why"),
                    up.err());
        } finally {
            life("failing.yaml", "down");
        }
    }

    @Test
    void oneOffsStayUnlessToldNotTo() throws Exception {
        ok("run", "--rm", "slow", "true");
        assertFalse(ok("ps", "-a", "--format", "{{.Name}}").contains("-run-"));
        ok("run", "slow", "true");
        assertTrue(ok("ps", "-a", "--format", "{{.Name}}").contains("-run-"));
    }

    @Test
    void aDaemonsFoldersAreTheNamedOnes() throws Exception {
        Path own = jcompose.folder().resolve("own");
        String[] roots = {
            "--data-root",
            own.resolve("data").toString(),
            "--run-root",
            own.resolve("run").toString()
        };
        try {
            jcompose.run("daemon", "start", roots[0], roots[1], roots[2], roots[3])
                    .ok();
            assertTrue(Files.exists(own.resolve("data/instance")));
            assertEquals(
                    "",
                    jcompose.run("-H", "unix://" + own.resolve("run/docker.sock"), "ls", "-aq")
                            .ok()
                            .out());
        } finally {
            jcompose.run("daemon", "stop", roots[0], roots[1], roots[2], roots[3])
                    .ok();
            String tables = jcompose.shell(own, "nft list tables | grep -c jcompose_$(cat data/instance)")
                    .out();
            assertEquals("0", tables.strip());
        }
    }
}
