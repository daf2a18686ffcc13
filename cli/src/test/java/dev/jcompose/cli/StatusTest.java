package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How the steps of a plan are shown, and the variables of Compose's that stand for flags, from the shell and a .env. */
@Tag("root")
@WithTicker
class StatusTest {
    private final Launched jcompose;
    private final Path folder;

    StatusTest(Launched jcompose) throws IOException {
        this.jcompose = jcompose;
        folder = Files.createDirectories(jcompose.folder().resolve("status"));
    }

    @BeforeEach
    void stack() throws IOException {
        env("");
        stack("status.yaml", "kept");
        stack("other.yaml", "another");
    }

    @AfterEach
    void away() throws Exception {
        env("");
        status("down", "--remove-orphans").ok();
    }

    private void stack(String file, String service) throws IOException {
        Files.writeString(
                folder.resolve(file),
                "name: status\nservices: {%s: {image: verbs-busybox, pull_policy: never, command: 'true'}}\n"
                        .formatted(service));
    }

    private void env(String text) throws IOException {
        Files.writeString(folder.resolve(".env"), text);
    }

    private Launched.Ended status(String... words) throws Exception {
        return of("status.yaml", words);
    }

    private Launched.Ended of(String file, String... words) throws Exception {
        var all = new java.util.ArrayList<>(java.util.List.of("-f", "status/" + file));
        all.addAll(java.util.List.of(words));
        return jcompose.run(all.toArray(String[]::new));
    }

    private String typed(String before, String flags) throws Exception {
        String words = " -f status/status.yaml " + flags + " create --force-recreate";
        try (Typed create = jcompose.terminal(before + Launched.TOP.resolve("jcompose") + words)) {
            assertEquals(0, create.ended(), create::shown);
            return create.shown();
        }
    }

    @Test
    void linesArePlainWhereEscapesAreUnwanted() throws Exception {
        status("create").ok();
        for (String flags : new String[] {"--ansi never", "--no-ansi", "--ansi never --progress tty"}) {
            String plain = typed("", flags);
            assertTrue(plain.contains(" Container status-kept-1 Recreated\n"), plain);
            assertFalse(plain.contains("\u001b"), plain);
        }
        env("COMPOSE_ANSI=never\n");
        assertFalse(typed("", "").contains("\u001b"));
    }

    @Test
    void coloursGoWithoutTheDrawing() throws Exception {
        assertTrue(typed("", "").contains("\u001b[32m✔"));
        String grey = typed("NO_COLOR=1 ", "");
        assertTrue(grey.contains("[+] Running 1/1") || grey.contains("✔ Container"), grey);
        assertFalse(grey.contains("\u001b[32m"), grey);
        assertTrue(typed("NO_COLOR=1 ", "--ansi always").contains("\u001b[32m"));
    }

    @Test
    void theFiveFormsOfProgressAreTheirOwn() throws Exception {
        String moves = "\u001b[?7l";
        assertTrue(status("--progress", "tty", "create").ok().err().contains(moves));
        assertFalse(status("create", "--force-recreate").ok().err().contains("\u001b"));
        assertTrue(typed("", "--progress auto").contains(moves));
        assertTrue(typed("", "--progress tty").contains(moves));
        String plain = typed("", "--progress plain");
        assertTrue(plain.contains(" Container status-kept-1 Recreated"), plain);
        assertFalse(plain.contains("\u001b"), plain);
        String json = typed("", "--progress json");
        assertTrue(json.lines().allMatch(line -> line.startsWith("{\"type\":")), json);
        assertTrue(json.contains("\"plan\"") && json.contains("\"step\"") && json.contains("\"outcome\""), json);
        assertEquals("", typed("", "--progress quiet"));
        Launched.Ended none = status("--progress", "loud", "create");
        assertEquals(1, none.code());
        assertTrue(none.err().contains("takes auto, tty, plain, json or quiet, not loud"), none.err());
    }

    @Test
    void theDrawingIsNoHigherThanTheTerminal() throws Exception {
        // They do not hear the signal, so that the stop is drawn while it goes on.
        Files.writeString(folder.resolve("status.yaml"), """
                name: status
                services: {kept: {image: verbs-busybox, pull_policy: never, scale: 8, command: sleep 1000}}
                """);
        status("up", "-d").ok();
        String command =
                "stty rows 6; " + Launched.TOP.resolve("jcompose") + " -f status/status.yaml stop -t 1 < /dev/null";
        try (Typed stop = jcompose.terminal(command)) {
            assertEquals(0, stop.ended(), stop::shown);
            String[] drawings = stop.shown().split("\u001b\\[\\?7l", -1);
            assertTrue(drawings.length > 2, stop::shown);
            for (int i = 1; i < drawings.length - 1; i++) {
                assertTrue(drawings[i].chars().filter(c -> c == '\n').count() < 6, stop::shown);
            }
            assertTrue(
                    drawings[drawings.length - 1].chars().filter(c -> c == '\n').count() >= 8, stop::shown);
        }
    }

    @Test
    void statusGoesToStandardOutputWhereAsked() throws Exception {
        assertEquals("", status("create").ok().out());
        env("COMPOSE_STATUS_STDOUT=1\nCOMPOSE_PROGRESS=plain\n");
        Launched.Ended created = status("create", "--force-recreate").ok();
        assertTrue(created.out().contains(" Container status-kept-1 Recreated\n"), created.out());
        assertEquals("", created.err());
    }

    @Test
    void theProgressIsThatOfTheEnvFileUnlessGiven() throws Exception {
        env("COMPOSE_PROGRESS=json\n");
        assertTrue(status("create").ok().err().startsWith("{"));
        assertFalse(status("--progress", "plain", "create", "--force-recreate")
                .ok()
                .err()
                .startsWith("{"));
    }

    @Test
    void noMoreStepsGoOnAtOnceThanAllowed() throws Exception {
        status("--parallel", "1", "create", "--scale", "kept=4").ok();
        Launched.Ended one = status(
                        "--progress", "plain", "--parallel", "1", "create", "--scale", "kept=4", "--force-recreate")
                .ok();
        assertEquals(1, mostAtOnce(one.err()), one.err());
        env("COMPOSE_PARALLEL_LIMIT=2\n");
        Launched.Ended two = status("--progress", "plain", "create", "--scale", "kept=4", "--force-recreate")
                .ok();
        assertEquals(2, mostAtOnce(two.err()), two.err());
        env("COMPOSE_PARALLEL_LIMIT=many\n");
        assertTrue(status("create").err().contains("COMPOSE_PARALLEL_LIMIT is \"many\""));
    }

    /** Of lines such as {@code  Container status-kept-1 Creating} and {@code … Recreate}. */
    private static int mostAtOnce(String lines) {
        int running = 0;
        int most = 0;
        for (String line : lines.lines().filter(l -> l.startsWith(" Container")).toList()) {
            running += line.endsWith("ing") || line.endsWith("Recreate") ? 1 : -1;
            most = Math.max(most, running);
        }
        return most;
    }

    @Test
    void orphansAreIgnoredOrRemovedByVariables() throws Exception {
        status("create").ok();
        assertTrue(of("other.yaml", "create").ok().err().contains("status-kept-1; --remove-orphans"));
        env("COMPOSE_IGNORE_ORPHANS=true\n");
        assertFalse(of("other.yaml", "create", "--force-recreate").ok().err().contains("--remove-orphans"));
        assertFalse(of("other.yaml", "down").ok().err().contains("--remove-orphans"));
        Launched.Ended both = of("other.yaml", "create", "--remove-orphans");
        assertTrue(both.code() != 0 && both.err().contains("COMPOSE_IGNORE_ORPHANS"), both.err());
        status("create").ok();
        env("COMPOSE_REMOVE_ORPHANS=1\n");
        of("other.yaml", "create", "--remove-orphans=false").ok();
        assertTrue(status("ps", "-aq").ok().out().lines().count() > 1);
        of("other.yaml", "create").ok();
        assertEquals(1, status("ps", "-aq").ok().out().lines().count());
    }

    @Test
    void builtAndPulledIsForTheDefaultPlatform() throws Exception {
        Files.writeString(folder.resolve("built.yaml"), """
                name: status
                services: {kept: {image: 'status-built:1', command: /.env, build: {context: ., dockerfile_inline: "FROM scratch\\nCOPY .env /"}}}
                """);
        env("DOCKER_DEFAULT_PLATFORM=linux/s390x\n");
        of("built.yaml", "build").ok();
        assertTrue(of("built.yaml", "create").ok().err().contains("Created"));
        assertTrue(of("built.yaml", "images").ok().out().contains("linux/s390x"));
        env("DOCKER_DEFAULT_PLATFORM=linux/arm64\n");
        Launched.Ended never = of("built.yaml", "create", "--pull", "never", "--no-build");
        assertTrue(never.code() != 0 && never.err().contains("for linux/arm64"), never.err());
    }
}
