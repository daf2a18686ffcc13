package dev.jcompose.daemon;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.daemon.DaemonProcess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The stock docker command against the daemon, flow by flow. */
@Tag("root")
class DockerCliTest {
    private static final String[] APPLETS = {
        "sh",
        "cat",
        "echo",
        "sleep",
        "true",
        "id",
        "wc",
        "ls",
        "env",
        "seq",
        "head",
        "httpd",
        "wget",
        "hostname",
        "kill",
        "mkdir"
    };

    @TempDir(cleanup = CleanupMode.NEVER)
    private static Path root;

    private static DaemonProcess daemon;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(onPath("docker"), "no docker command on this host");
        assumeTrue(onPath("crun") && onPath("conmon"), "no crun and conmon on this host");
        assumeTrue(Files.exists(Path.of("/bin/busybox")), "no static busybox on this host");
        daemon = DaemonProcess.start(root);
        importBusybox();
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (daemon != null) {
            daemon.close();
            new ProcessBuilder("rm", "-rf", "--one-file-system", root.toString())
                    .start()
                    .waitFor();
        }
    }

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static void importBusybox() throws Exception {
        Path tree = Files.createDirectories(root.resolve("busybox"));
        Path bin = Files.createDirectories(tree.resolve("bin"));
        Files.createDirectories(tree.resolve("tmp"));
        Files.createDirectories(tree.resolve("etc"));
        Files.writeString(tree.resolve("etc/passwd"), "root:x:0:0::/:/bin/sh\n");
        Files.copy(Path.of("/bin/busybox"), bin.resolve("busybox"));
        for (String applet : APPLETS) {
            Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
        }
        Path tar = root.resolve("busybox.tar");
        assertEquals(
                0,
                new ProcessBuilder("tar", "-C", tree.toString(), "-cf", tar.toString(), ".")
                        .start()
                        .waitFor());
        ok("import", "--change", "CMD [\"sh\"]", tar.toString(), "busybox:latest");
    }

    private static String ok(String... args) throws IOException, InterruptedException {
        Result result = daemon.docker(args);
        assertEquals(0, result.code(), () -> "docker " + String.join(" ", args) + ": " + result);
        return result.out().strip();
    }

    @Test
    void run_gives_both_streams_and_the_exit_code() throws Exception {
        Result result = daemon.docker("run", "--rm", "busybox", "sh", "-c", "echo out; echo err >&2; exit 3");
        assertEquals(new Result(3, "out\n", "err\n"), result);
    }

    @Test
    void input_ends_where_the_client_ends_it_and_the_output_comes_whole() throws Exception {
        String input =
                Stream.generate(() -> "0123456789abcdef\n").limit(100_000).reduce("", String::concat, String::concat);
        Result result = daemon.feed(input, "run", "-i", "--rm", "busybox", "cat");
        assertEquals(0, result.code(), result.err());
        assertEquals(input.length(), result.out().length());
    }

    @Test
    void a_command_that_is_not_there_ends_with_127_and_leaves_nothing() throws Exception {
        Result result = daemon.docker("run", "--rm", "--name", "nope", "busybox", "no-such-program");
        assertEquals(127, result.code(), result.err());
        assertEquals("", ok("ps", "-aq", "--filter", "name=nope"));
    }

    @Test
    void exec_logs_top_and_stats_see_a_running_container() throws Exception {
        ok("run", "-d", "--name", "seen", "busybox", "sh", "-c", "echo first; echo second; exec sleep 1000");
        assertEquals("hello", ok("exec", "seen", "echo", "hello"));
        assertEquals(7, daemon.docker("exec", "seen", "sh", "-c", "exit 7").code());
        assertEquals("typed", daemon.feed("typed", "exec", "-i", "seen", "cat").out());
        await().untilAsserted(() -> assertEquals("second", ok("logs", "--tail", "1", "seen")));
        assertTrue(ok("top", "seen").contains("sleep 1000"));
        assertTrue(ok("stats", "--no-stream", "--format", "{{.Name}}", "seen").contains("seen"));
        assertTrue(ok("ps", "--filter", "name=seen", "--format", "{{.Status}}").startsWith("Up"));
        ok("rm", "-f", "seen");
    }

    @Test
    void the_life_of_a_container_goes_by_every_verb() throws Exception {
        ok("create", "--name", "life", "busybox", "sleep", "1000");
        ok("start", "life");
        ok("pause", "life");
        assertEquals("paused", ok("inspect", "-f", "{{.State.Status}}", "life"));
        ok("unpause", "life");
        ok("rename", "life", "life2");
        ok("update", "--memory", "64m", "--memory-swap", "128m", "life2");
        assertEquals("67108864", ok("inspect", "-f", "{{.HostConfig.Memory}}", "life2"));
        ok("restart", "-t", "0", "life2");
        ok("kill", "life2");
        assertEquals("137", ok("wait", "life2"));
        ok("start", "life2");
        ok("stop", "-t", "0", "life2");
        ok("rm", "life2");
    }

    @Test
    void files_go_in_and_out_and_changes_are_seen() throws Exception {
        ok("create", "--name", "files", "busybox", "true");
        Path in = Files.writeString(root.resolve("in.txt"), "content");
        ok("cp", in.toString(), "files:/tmp/in.txt");
        ok("cp", "files:/tmp/in.txt", root.resolve("back.txt").toString());
        assertEquals("content", Files.readString(root.resolve("back.txt")));
        assertTrue(ok("diff", "files").contains("A /tmp/in.txt"));
        ok("commit", "-c", "CMD [\"cat\", \"/tmp/in.txt\"]", "files", "committed:1");
        assertEquals("content", ok("run", "--rm", "committed:1"));
        ok("rm", "files");
        ok("rmi", "committed:1");
    }

    @Test
    void containers_of_a_network_find_each_other_and_a_published_port_is_reached() throws Exception {
        ok("network", "create", "front");
        ok(
                "run",
                "-d",
                "--name",
                "web",
                "--network",
                "front",
                "-p",
                "127.0.0.1:18080:80",
                "busybox",
                "sh",
                "-c",
                "echo served > /tmp/index.html; exec httpd -f -h /tmp");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertEquals(
                        "served", ok("run", "--rm", "--network", "front", "busybox", "wget", "-qO-", "http://web/")));
        assertEquals("127.0.0.1:18080", ok("port", "web", "80"));
        ok("rm", "-f", "web");
        ok("network", "rm", "front");
    }

    @Test
    void a_volume_keeps_what_was_written() throws Exception {
        ok("run", "--rm", "-v", "kept:/data", "busybox", "sh", "-c", "echo kept > /data/f");
        assertEquals("kept", ok("run", "--rm", "-v", "kept:/data", "busybox", "cat", "/data/f"));
        ok("volume", "inspect", "kept");
        ok("volume", "rm", "kept");
    }

    @Test
    void images_are_saved_and_loaded_tagged_and_removed() throws Exception {
        ok("tag", "busybox", "example/other:2");
        Path saved = root.resolve("saved.tar");
        ok("save", "-o", saved.toString(), "example/other:2");
        ok("rmi", "example/other:2");
        assertTrue(ok("load", "-i", saved.toString()).contains("example/other:2"));
        assertTrue(ok("history", "-q", "example/other:2").length() > 0);
        ok("rmi", "example/other:2");
        assertTrue(ok("images", "--format", "{{.Repository}}").contains("busybox"));
    }

    @Test
    void the_classic_builder_builds() throws Exception {
        Path context = Files.createDirectories(root.resolve("context"));
        Files.writeString(
                context.resolve("Dockerfile"), "FROM busybox\nCOPY f /f\nRUN echo run >> /f\nCMD [\"cat\", \"/f\"]\n");
        Files.writeString(context.resolve("f"), "copied\n");
        ok("build", "-t", "built:1", context.toString());
        assertEquals("copied\nrun", ok("run", "--rm", "built:1"));
        ok("rmi", "built:1");
    }

    @Test
    void what_the_engine_does_not_offer_says_so() throws Exception {
        Result swarm = daemon.docker("swarm", "init");
        assertEquals(1, swarm.code());
        assertTrue(swarm.err().contains("not offered"), swarm.err());
        assertTrue(daemon.docker("search", "x").err().contains("not offered"));
    }

    @Test
    void a_container_outlives_a_killed_daemon() throws Exception {
        ok("run", "-d", "--name", "outlives", "busybox", "sh", "-c", "echo before; exec sleep 1000");
        String pid = ok("inspect", "-f", "{{.State.Pid}}", "outlives");
        daemon.killAndStartAgain();
        assertEquals(pid, ok("inspect", "-f", "{{.State.Pid}}", "outlives"));
        assertEquals("still", ok("exec", "outlives", "echo", "still"));
        assertEquals("before", ok("logs", "outlives"));
        ok("rm", "-f", "outlives");
    }

    @Test
    void system_commands_answer() throws Exception {
        assertTrue(ok("version", "--format", "{{.Server.APIVersion}}").equals("1.51"));
        assertTrue(ok("info", "--format", "{{.Driver}}").equals("overlay2"));
        assertTrue(ok("system", "df").contains("Images"));
        assertTrue(ok("events", "--since", "1h", "--until", "0s", "--filter", "type=image")
                .contains("import"));
    }
}
