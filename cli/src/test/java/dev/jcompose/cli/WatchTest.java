package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** {@code watch} and {@code up --watch} as a user has them: a terminal, an editor's way to save, real containers. */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String STACK = """
            name: watched
            services:
              web:
                image: watched-web
                build: .
                scale: 2
                command: [sh, -c, "echo started; exec sleep 1000"]
                stop_grace_period: 0s
                develop:
                  watch:
                    - {path: src, action: sync, target: /app, ignore: ["*.tmp", "dist/"], initial_sync: true}
                    - {path: only, action: sync, target: /only, include: ["**/*.js"]}
                    - {path: conf, action: sync+restart, target: /conf}
                    - {path: plain, action: restart}
                    - {path: version, action: rebuild}
                    - path: hooked
                      action: sync+exec
                      target: /hooked
                      exec:
                        command: [sh, -c, "echo $$GREETING from $$(id -u) in $$(pwd); cat /hooked/* > /tmp/seen"]
                        environment: {GREETING: hello}
                        user: "1000"
                        working_dir: /bin
              owned:
                image: watched-other
                build: {context: ., labels: {other: image}}
                user: "1000:1001"
                command: sleep 1000
                stop_grace_period: 0s
                develop: {watch: [{path: src, action: sync, target: /tmp/app, initial_sync: true}]}
              bare:
                image: watched-other
                command: sleep 1000
                stop_grace_period: 0s
            """;

    private final Launched jcompose;
    private final Path src;
    private final Typed watch;

    WatchTest() throws Exception {
        jcompose = new Launched().busybox();
        src = Files.createDirectories(jcompose.folder().resolve("src/sub"));
        Path folder = jcompose.folder();
        Files.writeString(folder.resolve("compose.yaml"), STACK);
        Files.writeString(folder.resolve("version"), "1");
        Files.writeString(
                folder.resolve("Dockerfile"),
                "COPY version /version\nRUN chmod 1777 /tmp\n",
                StandardOpenOption.APPEND);
        Files.writeString(folder.resolve(".dockerignore"), "!version\n", StandardOpenOption.APPEND);
        Files.writeString(src.resolve("first"), "was there before");
        watch = jcompose.typed("watch");
    }

    @BeforeAll
    void enabled() {
        watch.awaits("Watch enabled");
    }

    @AfterAll
    void away() throws Exception {
        try (watch) {
            watch.type(Typed.CTRL_C);
            assertEquals(130, watch.ended(), watch::shown);
            jcompose.run("down", "-v", "-t", "0", "--rmi", "local").ok();
        } finally {
            jcompose.remove();
        }
    }

    private Path file(String name) throws IOException {
        Path file = jcompose.folder().resolve(name);
        Files.createDirectories(file.getParent());
        return file;
    }

    private String inside(String service, int index, String script) {
        try {
            return jcompose.run("exec", "-T", "--index", String.valueOf(index), service, "sh", "-c", script)
                    .out()
                    .strip();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void awaits(String expected, int index, String script) {
        Awaitility.await(script)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(expected, inside("web", index, script), watch::shown));
    }

    private void inEach(String expected, String script) {
        awaits(expected, 1, script);
        awaits(expected, 2, script);
    }

    /** Names, kinds, rights, targets and contents of all that is in a folder, but for what is not copied. */
    private static String tree(String folder) {
        return "cd " + folder + " && find . ! -name '*.tmp' ! -path './dist*' ! -path . | sort | while read f; do"
                + " if [ -h \"$f\" ]; then echo \"$f -> $(readlink \"$f\")\"; elif [ -d \"$f\" ]; then echo \"$f/\";"
                + " else echo \"$f $(stat -c %a \"$f\") $(md5sum < \"$f\")\"; fi; done";
    }

    private void endsEqual() throws Exception {
        String here = jcompose.shell(
                        jcompose.folder(), "busybox sh -c '" + tree("src").replace("'", "'\\''") + "'")
                .ok()
                .out()
                .strip();
        inEach(here, tree("/app"));
    }

    @Test
    void whatWasThereIsBroughtAtTheBeginningAndBelongsToTheUserOfTheContainer() {
        inEach("was there before", "cat /app/sub/first");
        assertEquals("1000:1001", inside("owned", 1, "stat -c %u:%g /tmp/app/sub/first"));
    }

    @Test
    void filesFollowAnEditorsWays() throws Exception {
        Files.writeString(src.resolve("plain"), "one");
        Files.writeString(src.resolve("side"), "two");
        Files.move(src.resolve("side"), src.resolve("saved"), StandardCopyOption.ATOMIC_MOVE);
        Files.createSymbolicLink(src.resolve("link"), Path.of("plain"));
        Files.createSymbolicLink(src.resolve("dangling"), Path.of("nowhere"));
        Files.createDirectories(src.resolve("new/deep/empty"));
        Files.writeString(src.resolve("new/deep/script"), "#!/bin/sh");
        src.resolve("new/deep/script").toFile().setExecutable(true);
        Files.writeString(file("src/x.tmp"), "ignored");
        Files.writeString(file("src/dist/y"), "ignored");
        endsEqual();
        assertEquals("", inside("web", 1, "ls -d /app/x.tmp /app/dist 2> /dev/null"));

        Files.writeString(src.resolve("side"), "three");
        Files.move(src.resolve("side"), src.resolve("saved"), StandardCopyOption.ATOMIC_MOVE);
        Files.move(src.resolve("new"), src.resolve("renamed"));
        Files.delete(src.resolve("plain"));
        Files.delete(src.resolve("link"));
        Files.createDirectories(src.resolve("link"));
        Files.writeString(src.resolve("link/file"), "a folder now");
        endsEqual();
        awaits("gone", 1, "ls /app/sub/new /app/sub/plain > /dev/null 2>&1 || echo gone");
    }

    @Test
    void aBurstOfTwoThousandFilesEndsEqual() throws Exception {
        Path burst = Files.createDirectories(src.resolve("burst"));
        for (int i = 0; i < 2000; i++) {
            Path folder = Files.createDirectories(burst.resolve("d" + i % 37));
            Files.writeString(folder.resolve("f" + i), "content ".repeat(i % 50) + i);
        }
        endsEqual();
        for (int i = 0; i < 2000; i += 2) {
            Files.delete(burst.resolve("d" + i % 37).resolve("f" + i));
        }
        for (int i = 1; i < 2000; i += 2) {
            Files.writeString(burst.resolve("d" + i % 37).resolve("f" + i), "again " + i);
        }
        endsEqual();
        jcompose.shell(burst, "rm -r *").ok();
        endsEqual();
    }

    @Test
    void includeLimitsWhatIsBrought() throws Exception {
        Files.writeString(file("only/a/x.css"), "no");
        Files.writeString(file("only/a/x.js"), "yes");
        inEach("/only/a/x.js", "find /only -type f");
    }

    @Test
    void syncAndRestartBringsThenRestarts() throws Exception {
        String before = started("web");
        Files.writeString(file("conf/app"), "new");
        watch.awaits("service(s) [\"web\"] restarted");
        inEach("new", "cat /conf/app");
        assertNotEquals(before, started("web"));
    }

    @Test
    void aPlainRestartBringsNothing() throws Exception {
        String before = started("web");
        Files.writeString(file("plain"), "x");
        Awaitility.await().atMost(PATIENCE).until(() -> !started("web").equals(before));
        assertEquals("", inside("web", 1, "ls -d /plain 2> /dev/null"));
    }

    @Test
    void syncAndExecRunsItsCommandOnceInEachReplica() throws Exception {
        Files.writeString(file("hooked/one"), "1");
        watch.awaits("hello from 1000 in /bin");
        inEach("1", "cat /tmp/seen");
    }

    @Test
    void aRebuildMakesTheServiceAnewAndLeavesTheOthers() throws Exception {
        String web = id("web");
        String bare = id("bare");
        Files.writeString(file("version"), "2");
        watch.awaits("Rebuilding service(s) [\"web\"] after changes were detected...")
                .awaits("service(s) [\"web\"] successfully built")
                .awaits("-web-1 recreated and started");
        Awaitility.await().atMost(PATIENCE).until(() -> !id("web").equals(web));
        inEach("2", "cat /version");
        assertEquals(bare, id("bare"));
        Awaitility.await().atMost(PATIENCE).until(() -> dangling().isEmpty());
    }

    @Test
    void upWithWatchShowsBothAndEndsByCtrlC() throws Exception {
        Path folder = Files.createDirectories(jcompose.folder().resolve("second/src"));
        Files.writeString(folder.resolveSibling("compose.yaml"), """
                name: second
                services:
                  web:
                    image: watched-web
                    command: [sh, -c, "echo ready; exec sleep 1000"]
                    stop_grace_period: 0s
                    develop: {watch: [{path: src, action: sync+restart, target: /app}]}
                """);
        String file = folder.resolveSibling("compose.yaml").toString();
        try (Typed up = jcompose.typed("-f", file, "up", "--watch")) {
            up.awaits("Watch enabled").awaits("ready");
            Files.writeString(folder.resolve("x"), "brought");
            up.awaits("⦿").awaits("Syncing service \"web\" after 1 changes were detected");
            up.awaits("service(s) [\"web\"] restarted");
            assertEquals(
                    "brought",
                    jcompose.run("-f", file, "exec", "-T", "web", "cat", "/app/x")
                            .out());
            up.type(Typed.CTRL_C);
            assertEquals(130, up.ended(), up::shown);
        } finally {
            jcompose.run("-f", file, "down", "-t", "0").ok();
        }
    }

    @Test
    void aRebuildIsQuietAndKeepsOldImagesWhereAsked() throws Exception {
        Path folder = Files.createDirectories(jcompose.folder().resolve("third"));
        Files.writeString(folder.resolve("Dockerfile"), "FROM watched-other\nCOPY version /version\n");
        Path version = Files.writeString(folder.resolve("version"), "1");
        String file = Files.writeString(folder.resolve("compose.yaml"), """
                name: third
                services:
                  web:
                    build: .
                    command: sleep 1000
                    stop_grace_period: 0s
                    develop: {watch: [{path: version, action: rebuild}]}
                """).toString();
        try {
            String first = rebuilt(file, version, "2", () -> true, "--quiet", "--prune=false");
            assertFalse(first.contains("Step 1/"), first);
            assertFalse(dangling().isEmpty());
            // What was replaced goes last of all.
            String second = rebuilt(file, version, "3", () -> dangling().isEmpty(), "--no-up");
            assertTrue(second.contains("Step 1/"), second);
        } finally {
            jcompose.run("-f", file, "down", "-t", "0", "--rmi", "local").ok();
        }
    }

    /** What a watch shows from its beginning until it has brought a new content of the file, and what follows that. */
    private String rebuilt(String file, Path version, String content, Callable<Boolean> followed, String... flags)
            throws Exception {
        List<String> words = new ArrayList<>(List.of("-f", file, "watch"));
        words.addAll(List.of(flags));
        try (Typed own = jcompose.typed(words.toArray(String[]::new))) {
            own.awaits("Watch enabled");
            int begin = own.shown().length();
            Files.writeString(version, content);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> jcompose.run("-f", file, "exec", "-T", "web", "cat", "/version")
                            .out()
                            .equals(content));
            Awaitility.await().atMost(PATIENCE).until(followed);
            own.type(Typed.CTRL_C);
            assertEquals(130, own.ended(), own::shown);
            return own.shown().substring(begin);
        }
    }

    /** The limit of a user namespace: that of fs.inotify is the whole host's, whoever writes it. */
    @Test
    void theKernelsLimitIsAnErrorThatSaysWhatToSet() throws Exception {
        Files.createDirectories(jcompose.folder().resolve("src/a/b/c/d/e/f/g"));
        Launched.Ended ended = jcompose.shell(
                jcompose.folder(),
                "unshare -U -r sh -c 'echo 5 > /proc/sys/user/max_inotify_watches && exec " + Launched.TOP
                        + "/jcompose watch --no-up'");
        assertEquals(1, ended.code(), ended.err());
        assertTrue(ended.err().contains("user.max_inotify_watches (5) is reached"), ended.err());
        assertTrue(ended.err().contains("sudo sysctl user.max_inotify_watches=524288"), ended.err());
    }

    @Test
    void watchSaysWhereThereIsNothingToWatchOrToBringTo() throws Exception {
        Launched.Ended none = jcompose.run("watch", "bare");
        assertEquals(1, none.code());
        assertTrue(none.err().contains("none of the selected services is configured for watch"), none.err());
        jcompose.run("-p", "never", "down", "-t", "0").ok();
        Launched.Ended down = jcompose.run("-p", "never", "watch", "--no-up");
        assertEquals(1, down.code());
        assertTrue(down.err().contains("leave out --no-up"), down.err());
        assertEquals(1, jcompose.run("up", "-d", "--watch").code());
    }

    private String started(String service) throws Exception {
        return jcompose.run("ps", "-q", service)
                .ok()
                .out()
                .lines()
                .map(this::startedAt)
                .toList()
                .toString();
    }

    private String startedAt(String id) {
        try {
            return jcompose.shell(
                            jcompose.folder(),
                            "curl -fsS --unix-socket run/docker.sock http://d/v1.44/containers/" + id
                                    + "/json | jq -r .State.StartedAt")
                    .ok()
                    .out()
                    .strip();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> dangling() throws Exception {
        return jcompose.shell(
                        jcompose.folder(),
                        "curl -fsS -G --unix-socket run/docker.sock http://d/v1.44/images/json"
                                + " --data-urlencode 'filters={\"dangling\":[\"true\"]}' | jq -r '.[].Id'")
                .ok()
                .out()
                .lines()
                .toList();
    }

    private String id(String service) throws Exception {
        return jcompose.run("ps", "-q", service).ok().out();
    }
}
