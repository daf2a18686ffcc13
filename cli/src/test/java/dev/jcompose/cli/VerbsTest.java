package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The verbs as a user types them, one daemon for all. Each begins with the whole stack up. */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerbsTest {
    private static final String STACK = """
            name: verbs
            services:
              ticker:
                build: .
                image: verbs-busybox
                command: [sh, -c, "trap 'echo bye; exit 0' TERM; i=0; while :; do echo tick $$i; i=$$((i+1)); sleep 0.2 & wait $$!; done"]
                ports: ["127.0.0.1:18480-18489:80"]
                volumes: [kept:/kept]
                environment: {COLOUR: blue}
              cat:
                image: verbs-busybox
                pull_policy: never
                command: cat
                stdin_open: true
                tty: true
                stop_grace_period: 0s
                depends_on: [ticker]
              job:
                image: verbs-busybox
                pull_policy: never
                profiles: [jobs]
                depends_on: [ticker]
                command: [sh, -c, "echo working; exit 5"]
              deaf:
                image: verbs-busybox
                pull_policy: never
                profiles: [jobs]
                depends_on: [ticker]
                stop_grace_period: 1h
                command: [sh, -c, "trap : TERM; echo deaf; while :; do sleep 1000 & wait; done"]
            volumes: {kept: {}}
            """;

    private final Launched jcompose;

    VerbsTest() throws Exception {
        jcompose = new Launched().busybox();
        jcompose.with(
                "DOCKER_CONFIG", jcompose.folder().resolve("docker-config").toString());
    }

    @BeforeAll
    void folder() throws Exception {
        Files.writeString(jcompose.folder().resolve("compose.yaml"), STACK);
    }

    @BeforeEach
    void up() throws Exception {
        ok("up", "-d", "--remove-orphans");
    }

    @AfterAll
    void away() throws Exception {
        try {
            jcompose.run("--profile", "*", "down", "-v", "--remove-orphans", "-t", "0");
        } finally {
            jcompose.remove();
        }
    }

    @Test
    void ctrlCOnceStopsGently() throws Exception {
        ok("stop", "-t", "0");
        try (Typed up = jcompose.typed("up", "ticker")) {
            up.awaits("tick 2").type(Typed.CTRL_C);
            assertEquals(130, up.ended(), up::shown);
            assertTrue(up.shown().contains("Attaching to ticker-1\n"), up::shown);
            assertTrue(up.shown().contains("m" + "ticker-1  | \u001b[0mtick 2\n"), up::shown);
            assertTrue(up.shown().contains("\nGracefully stopping..."), up::shown);
            assertTrue(up.shown().contains("bye\n"), up::shown);
            assertTrue(up.shown().contains("ticker-1 exited with code 0\n"), up::shown);
        }
    }

    @Test
    void ctrlCTwiceDoesNotWaitForAServiceThatDoesNotListen() throws Exception {
        try (Typed up = jcompose.typed("up", "deaf")) {
            up.awaits("| \u001b[0mdeaf").type(Typed.CTRL_C);
            up.awaits("verbs-deaf-1  Stopping").type(Typed.CTRL_C);
            assertEquals(130, up.ended(), up::shown);
            assertTrue(up.shown().contains("deaf-1 exited with code 137\n"), up::shown);
        }
        ok("rm", "-f", "deaf");
    }

    @Test
    void upEndsWithTheCodeOfTheServiceItIsToldToWatch() throws Exception {
        Launched.Ended up = jcompose.run("up", "--exit-code-from", "job", "ticker", "job");
        assertEquals(5, up.code(), up.out() + up.err());
        assertTrue(up.out().contains("job-1     | working\n"), up.out());
        assertTrue(up.out().contains("ticker-1 exited with code 0\n"), up.out());
        assertEquals("", ok("ps", "-q", "ticker"));
        assertEquals(
                5,
                jcompose.run("up", "--abort-on-container-failure", "ticker", "job")
                        .code());
        assertEquals(16, jcompose.run("up", "-d", "--abort-on-container-exit").code(), "-d cannot see a container end");
    }

    @Test
    void aProfilesContainersAreNoOrphansWhileTheProfileIsOff() throws Exception {
        ok("up", "-d", "job");
        Launched.Ended up = jcompose.run("up", "-d", "--remove-orphans").ok();
        assertFalse(up.err().contains("job"), up.err());
        assertNotEquals("", ok("ps", "-aq", "job"));
        ok("up", "-d", "job");
        ok("rm", "-sf", "job");
    }

    @Test
    void execHasTheStreamsTheCodeAndTheTerminalOfItsCaller() throws Exception {
        Launched.Ended both = jcompose.run("exec", "-T", "ticker", "sh", "-c", "echo out; echo err >&2; exit 3");
        assertEquals(new Launched.Ended(3, "out\n", "err\n"), both);
        assertEquals(
                "blue red /tmp\n",
                ok("exec", "-e", "NEW=red", "-w", "/tmp", "ticker", "sh", "-c", "echo $COLOUR $NEW $PWD"));
        assertEquals(
                "typed",
                jcompose.fed("typed".getBytes(StandardCharsets.UTF_8), "exec", "ticker", "cat")
                        .ok()
                        .out());
        Launched.Ended missing = jcompose.run("exec", "ticker", "no-such-program");
        assertEquals(127, missing.code());
        assertEquals(1, missing.err().lines().count(), missing.err());
        assertEquals(1, jcompose.run("exec", "--index", "2", "ticker", "true").code());
        try (Typed shell = jcompose.typed("exec", "ticker", "sh")) {
            shell.awaits("# ")
                    .type("stty size; tty\r")
                    .awaits("30 100\n/dev/pts/0\n")
                    .type("exit 9\r");
            assertEquals(9, shell.ended(), shell::shown);
        }
        try (Typed plain = jcompose.typed("exec", "-T", "ticker", "sh", "-c", "test -t 1 || echo no terminal")) {
            assertEquals(0, plain.ended(), plain::shown);
            assertTrue(plain.shown().contains("no terminal"), plain::shown);
        }
    }

    @Test
    void runMakesAContainerOfItsOwn() throws Exception {
        assertEquals(
                "in",
                jcompose.fed("in".getBytes(StandardCharsets.UTF_8), "run", "--rm", "ticker", "cat")
                        .ok()
                        .out());
        Launched.Ended failing = jcompose.run("run", "--rm", "ticker", "sh", "-c", "exit 4");
        assertEquals(4, failing.code(), failing.err());
        String environment = ok("run", "--rm", "-e", "COLOUR=red", "--entrypoint", "env", "ticker");
        assertTrue(environment.contains("COLOUR=red\n"), environment);
        assertEquals(
                "/tmp 5\n", ok("run", "--rm", "-w", "/tmp", "-u", "5:6", "ticker", "sh", "-c", "echo $PWD $(id -u)"));
        assertEquals("", ok("run", "--rm", "-q", "--name", "named", "ticker", "true"));
        String id = ok("run", "-d", "-P", "--name", "kept-on", "-l", "made=byhand", "ticker", "sleep", "1000")
                .strip();
        assertTrue(ok("ps", "-aq").contains(id));
        assertTrue(ok("ps", "-a", "--format", "{{.Name}} {{.Ports}} {{.Labels}}")
                .lines()
                .anyMatch(line -> line.startsWith("kept-on 127.0.0.1:1848") && line.contains("made=byhand")));
        try (Typed shell = jcompose.typed("run", "--rm", "ticker", "sh")) {
            shell.awaits("# ").type("stty size\r").awaits("30 100").type("exit 8\r");
            assertEquals(8, shell.ended(), shell::shown);
        }
        ok("down", "-t", "0");
    }

    @Test
    void attachLeavesByItsKeysAndTheContainerGoesOn() throws Exception {
        String before = ok("ps", "-q", "cat");
        try (Typed attach = jcompose.typed("attach", "cat")) {
            attach.type("hello\r").awaits("hello\nhello").type("\u0010\u0011");
            assertEquals(0, attach.ended(), attach::shown);
        }
        try (Typed attach = jcompose.typed("attach", "--detach-keys", "ctrl-a,x", "cat")) {
            attach.type("again\r").awaits("again\nagain").type("\u0001x");
            assertEquals(0, attach.ended(), attach::shown);
        }
        assertEquals(before, ok("ps", "-q", "cat"));
    }

    @Test
    void filesGoInAndOut() throws Exception {
        Path file = Files.writeString(jcompose.folder().resolve("note.txt"), "noted");
        ok("cp", file.toString(), "ticker:/tmp/note.txt");
        ok("cp", "ticker:/tmp/note.txt", jcompose.folder().resolve("back.txt").toString());
        assertEquals("noted", Files.readString(jcompose.folder().resolve("back.txt")));
        Path tar = jcompose.folder().resolve("note.tar");
        assertEquals(
                0,
                new ProcessBuilder("tar", "-C", jcompose.folder().toString(), "-cf", tar.toString(), "note.txt")
                        .start()
                        .waitFor());
        jcompose.fed(Files.readAllBytes(tar), "cp", "-", "cat:/tmp").ok();
        assertEquals("noted", ok("exec", "-T", "cat", "cat", "/tmp/note.txt"));
        assertTrue(ok("cp", "cat:/tmp/note.txt", "-").contains("noted"));
        assertEquals(1, jcompose.run("cp", "ticker:/no/such", "-").code());
        Path whole = jcompose.folder().resolve("whole.tar");
        ok("export", "-o", whole.toString(), "ticker");
        assertTrue(new String(Files.readAllBytes(whole), StandardCharsets.ISO_8859_1).contains("tmp/note.txt"));
        String image = ok(
                        "commit", "-m", "said", "-c", "CMD [\"cat\", \"/tmp/note.txt\"]", "ticker", "verbs-committed:1")
                .strip();
        assertTrue(image.startsWith("sha256:"), image);
    }

    @Test
    void theVerbsOfAContainersLife() throws Exception {
        ok("pause", "ticker");
        assertEquals("paused\n", ok("ps", "--format", "{{.State}}", "ticker"));
        assertEquals(1, jcompose.run("exec", "ticker", "true").code());
        ok("unpause", "ticker");
        ok("kill", "-s", "KILL", "ticker");
        Awaitility.await().until(() -> ok("ps", "-q", "ticker").isEmpty());
        assertEquals(137, jcompose.run("wait", "ticker").code());
        ok("start", "ticker");
        assertTrue(jcompose.run("rm", "-f", "ticker").err().contains("No stopped containers"));
        ok("stop", "ticker");
        assertEquals("exited 0\n", ok("ps", "-a", "--format", "{{.State}} {{.ExitCode}}", "ticker"));
        ok("rm", "-f", "ticker");
        Launched.Ended start = jcompose.run("start", "ticker");
        assertEquals(1, start.code());
        assertTrue(start.err().contains("has no container to start"), start.err());
        ok("create", "ticker");
        assertEquals("created\n", ok("ps", "-a", "--format", "{{.State}}", "ticker"));
        ok("start", "ticker");
        ok("scale", "ticker=3");
        assertEquals(3, ok("ps", "-q", "ticker").lines().count());
        assertEquals(
                "127.0.0.1:1848", ok("port", "--index", "3", "ticker", "80").substring(0, 14));
        ok("scale", "ticker=1");
    }

    @Test
    void whatTheListsPrintIsWhatScriptsRead() throws Exception {
        JsonNode ps = json(ok("ps", "--format", "json", "ticker"));
        assertEquals("verbs-ticker-1", ps.path("Name").asText());
        assertEquals("verbs_default", ps.path("Networks").asText());
        assertEquals("verbs_kept", ps.path("Mounts").asText());
        assertEquals("1", ps.path("LocalVolumes").asText());
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
        assertTrue(ok("top", "ticker").contains("trap"));
        List<String> happened = ok("events", "--json", "--since", "1h", "--until", "0s", "ticker")
                .lines()
                .toList();
        assertTrue(
                happened.stream()
                        .map(VerbsTest::json)
                        .anyMatch(event -> event.path("action").asText().equals("start")
                                && event.path("service").asText().equals("ticker")),
                happened::toString);
        assertEquals("cat\nticker\n", sortedLines(ok("config", "--services")));
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
        assertEquals("", ok("logs", "--index", "2", "ticker"));
    }

    @Test
    void aDryRunOfAnyVerbChangesNothing() throws Exception {
        String before = ok("ps", "-a", "--format", "{{.ID}} {{.State}}");
        for (List<String> words : List.of(
                List.of("down", "-v"),
                List.of("stop"),
                List.of("restart"),
                List.of("kill"),
                List.of("pause"),
                List.of("rm", "-s"),
                List.of("scale", "ticker=2"),
                List.of("up", "--force-recreate"))) {
            List<String> dry = new java.util.ArrayList<>(words);
            dry.add(1, "--dry-run");
            String said = ok(dry.toArray(String[]::new));
            assertTrue(said.startsWith("1. "), dry + ": " + said);
            assertEquals(before, ok("ps", "-a", "--format", "{{.ID}} {{.State}}"), dry.toString());
        }
        for (String refused : List.of("run", "exec", "build", "pull", "push", "cp", "commit")) {
            Launched.Ended ended = jcompose.run("--dry-run", refused, "ticker");
            assertEquals(1, ended.code());
            assertTrue(ended.err().contains("nothing was done"), ended.err());
        }
    }

    @Test
    void aNameAloneIsEnoughFromAnywhereAndAFileMayComeByTheInput() throws Exception {
        byte[] file = STACK.getBytes(StandardCharsets.UTF_8);
        assertEquals(
                "cat\nticker\n",
                sortedLines(jcompose.fed(file, "-f", "-", "config", "--services")
                        .ok()
                        .out()));
        jcompose.fed(file, "-f", "-", "-p", "elsewhere", "up", "-d", "ticker").ok();
        Path root = Path.of("/");
        for (List<String> words : List.of(
                List.of("ps"),
                List.of("logs"),
                List.of("exec", "ticker", "true"),
                List.of("restart", "-t", "0"),
                List.of("stop", "-t", "0"),
                List.of("start"),
                List.of("kill"),
                List.of("down", "-v"))) {
            List<String> all = new java.util.ArrayList<>(List.of("-p", "elsewhere"));
            all.addAll(words);
            jcompose.run(root, all).ok();
        }
        assertTrue(jcompose.run(root, List.of("-p", "elsewhere", "down"))
                .ok()
                .err()
                .contains("no resource found"));
        assertEquals(1, jcompose.run(root, List.of("-p", "elsewhere", "stop")).code());
    }

    @Test
    void imagesGoToARegistryAndBackForThoseWhoLoggedIn() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/docker-registry")), "docker-registry is missing");
        int port;
        try (var free = new java.net.ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String registry = "127.0.0.1:" + port;
        Path folder = Files.createDirectories(jcompose.folder().resolve("registry"));
        // someone, secret
        Path passwords = Files.writeString(
                folder.resolve("htpasswd"), "someone:$2b$05$1HFzDCTBNzmZ5SnjlECfIO00wgbtxDwKHM3c3ELvS1AAFWaQhwEdC\n");
        Path config = Files.writeString(
                folder.resolve("config.yml"), """
                version: 0.1
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: %s}
                auth: {htpasswd: {realm: basic, path: %s}}
                """.formatted(folder.resolve("data"), registry, passwords));
        String image = registry + "/team/box:1";
        Files.writeString(folder.resolve("compose.yaml"), """
                name: pushed
                services: {box: {image: "%s", build: .., command: sleep 1000, stop_grace_period: 0s}}
                """.formatted(image));
        Process server = new ProcessBuilder("docker-registry", "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        try {
            Awaitility.await().ignoreExceptions().until(() -> {
                new java.net.Socket("127.0.0.1", port).close();
                return true;
            });
            in(folder, "build").ok();
            assertEquals(1, in(folder, "push").code(), "nobody has logged in yet");
            String[] login = {"login", "-u", "someone", "--password-stdin", registry};
            assertEquals(
                    1,
                    jcompose.fed("wrong".getBytes(StandardCharsets.UTF_8), login)
                            .code());
            jcompose.fed("secret".getBytes(StandardCharsets.UTF_8), login).ok();
            in(folder, "push").ok();
            in(folder, "up", "-d", "--no-build", "--pull", "always").ok();
            in(folder, "down", "--rmi", "all").ok();
            in(folder, "pull", "-q").ok();
            in(folder, "logout", registry).ok();
            Launched.Ended refused = in(folder, "pull");
            assertEquals(1, refused.code());
            assertTrue(refused.err().contains("login " + registry), refused.err());
        } finally {
            server.destroy();
        }
    }

    private Launched.Ended in(Path folder, String... words) throws Exception {
        return jcompose.run(folder, List.of(words));
    }

    private String ok(String... words) throws Exception {
        return jcompose.run(words).ok().out();
    }

    private static JsonNode json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    private static String sorted(JsonNode object) {
        List<String> names = new java.util.ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names.stream().sorted().toList().toString();
    }

    private static String sortedLines(String text) {
        return String.join("\n", text.lines().sorted().toList()) + "\n";
    }
}
