package dev.jcompose.daemon;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.daemon.DaemonProcess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The stock docker command against the daemon, flow by flow. */
@Tag("root")
class DockerCliTest {
    @RegisterExtension
    static final StockDocker docker = new StockDocker();

    @Test
    void run_gives_both_streams_and_the_exit_code() throws Exception {
        Result result = docker.run("run", "--rm", "busybox", "sh", "-c", "echo out; echo err >&2; exit 3");
        assertEquals(new Result(3, "out\n", "err\n"), result);
    }

    @Test
    void input_ends_where_the_client_ends_it_and_the_output_comes_whole() throws Exception {
        String input =
                Stream.generate(() -> "0123456789abcdef\n").limit(100_000).reduce("", String::concat, String::concat);
        Result result = docker.daemon().feed(input, "run", "-i", "--rm", "busybox", "cat");
        assertEquals(0, result.code(), result.err());
        assertEquals(input.length(), result.out().length());
    }

    @Test
    void a_command_that_is_not_there_ends_with_127_and_leaves_nothing() throws Exception {
        Result result = docker.run("run", "--rm", "--name", "nope", "busybox", "no-such-program");
        assertEquals(127, result.code(), result.err());
        assertEquals("", docker.ok("ps", "-aq", "--filter", "name=nope"));
    }

    @Test
    void exec_logs_top_and_stats_see_a_running_container() throws Exception {
        docker.ok("run", "-d", "--name", "seen", "busybox", "sh", "-c", "echo first; echo second; exec sleep 1000");
        assertEquals("hello", docker.ok("exec", "seen", "echo", "hello"));
        assertEquals(7, docker.run("exec", "seen", "sh", "-c", "exit 7").code());
        assertEquals(
                "typed",
                docker.daemon().feed("typed", "exec", "-i", "seen", "cat").out());
        await().untilAsserted(() -> assertEquals("second", docker.ok("logs", "--tail", "1", "seen")));
        assertTrue(docker.ok("top", "seen").contains("sleep 1000"));
        assertTrue(docker.ok("stats", "--no-stream", "--format", "{{.Name}}", "seen")
                .contains("seen"));
        assertTrue(docker.ok("ps", "--filter", "name=seen", "--format", "{{.Status}}")
                .startsWith("Up"));
        docker.ok("rm", "-f", "seen");
    }

    @Test
    void what_cannot_be_executed_in_a_container_is_told_by_words_and_exit_code() throws Exception {
        docker.ok("run", "-d", "--name", "untold", "busybox", "sleep", "1000");
        Result nobody = docker.run("exec", "-u", "nobody-here", "untold", "id");
        assertEquals(126, nobody.code(), nobody.toString());
        assertTrue(nobody.err().contains("unable to find user nobody-here"), nobody.toString());
        assertEquals(126, docker.run("exec", "-w", "tmp", "untold", "true").code());
        Result nowhere = docker.run("exec", "-w", "/none", "untold", "true");
        assertEquals(126, nowhere.code(), nowhere.toString());
        Result unseen = docker.run("exec", "-d", "untold", "no-such-program");
        assertEquals(1, unseen.code(), unseen.toString());
        assertTrue(unseen.err().contains("no-such-program"), unseen.toString());
        assertEquals("", docker.ok("exec", "-d", "untold", "true"));
        assertEquals(
                1,
                docker.run("attach", "--no-stdin", "--detach-keys", "bogus", "untold")
                        .code());
        assertEquals(
                "sleep",
                docker.ok("top", "untold", "-o", "pid,comm")
                        .lines()
                        .skip(1)
                        .findFirst()
                        .orElse("")
                        .split("\\s+")[1]);
        docker.ok("rm", "-f", "untold");
    }

    @Test
    void removing_a_link_does_not_remove_the_container() throws Exception {
        docker.ok("create", "--name", "linked", "busybox", "true");
        Result refused = docker.run("rm", "--link", "linked");
        assertEquals(1, refused.code());
        assertTrue(refused.err().contains("cannot remove the default link name of the container"), refused.err());
        docker.ok("rm", "linked");
    }

    @Test
    void the_life_of_a_container_goes_by_every_verb() throws Exception {
        docker.ok("create", "--name", "life", "busybox", "sleep", "1000");
        docker.ok("start", "life");
        docker.ok("pause", "life");
        assertEquals("paused", docker.ok("inspect", "-f", "{{.State.Status}}", "life"));
        docker.ok("unpause", "life");
        docker.ok("rename", "life", "life2");
        docker.ok("update", "--memory", "64m", "--memory-swap", "128m", "life2");
        assertEquals("67108864", docker.ok("inspect", "-f", "{{.HostConfig.Memory}}", "life2"));
        docker.ok("restart", "-t", "0", "life2");
        docker.ok("kill", "life2");
        assertEquals("137", docker.ok("wait", "life2"));
        docker.ok("start", "life2");
        docker.ok("stop", "-t", "0", "life2");
        docker.ok("rm", "life2");
    }

    @Test
    void files_go_in_and_out_and_changes_are_seen() throws Exception {
        docker.ok("create", "--name", "files", "busybox", "true");
        Path in = Files.writeString(docker.folder().resolve("in.txt"), "content");
        docker.ok("cp", in.toString(), "files:/tmp/in.txt");
        docker.ok("cp", "files:/tmp/in.txt", docker.folder().resolve("back.txt").toString());
        assertEquals("content", Files.readString(docker.folder().resolve("back.txt")));
        assertTrue(docker.ok("diff", "files").contains("A /tmp/in.txt"));
        docker.ok("commit", "-c", "CMD [\"cat\", \"/tmp/in.txt\"]", "files", "committed:1");
        assertEquals("content", docker.ok("run", "--rm", "committed:1"));
        docker.ok(
                "commit",
                "-c",
                "STOPSIGNAL INT",
                "-c",
                "HEALTHCHECK --interval=5s CMD true",
                "-c",
                "ONBUILD RUN true",
                "files",
                "committed:2");
        assertEquals(
                "INT [CMD-SHELL true] 5s [RUN true]",
                docker.ok(
                        "image",
                        "inspect",
                        "-f",
                        "{{.Config.StopSignal}} {{.Config.Healthcheck.Test}} {{.Config.Healthcheck.Interval}} {{.Config.OnBuild}}",
                        "committed:2"));
        docker.ok("rmi", "committed:2");
        docker.ok("rm", "files");
        docker.ok("rmi", "committed:1");
    }

    @Test
    void containers_of_a_network_find_each_other_and_a_published_port_is_reached() throws Exception {
        docker.ok("network", "create", "front");
        docker.ok(
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
                        "served",
                        docker.ok("run", "--rm", "--network", "front", "busybox", "wget", "-qO-", "http://web/")));
        assertEquals("127.0.0.1:18080", docker.ok("port", "web", "80"));
        docker.ok("rm", "-f", "web");
        docker.ok("network", "rm", "front");
    }

    @Test
    void a_volume_keeps_what_was_written() throws Exception {
        docker.ok("run", "--rm", "-v", "kept:/data", "busybox", "sh", "-c", "echo kept > /data/f");
        assertEquals("kept", docker.ok("run", "--rm", "-v", "kept:/data", "busybox", "cat", "/data/f"));
        docker.ok("volume", "inspect", "kept");
        docker.ok("volume", "rm", "kept");
    }

    @Test
    void images_are_saved_and_loaded_tagged_and_removed() throws Exception {
        docker.ok("tag", "busybox", "example/other:2");
        Path saved = docker.folder().resolve("saved.tar");
        docker.ok("save", "-o", saved.toString(), "example/other:2");
        docker.ok("rmi", "example/other:2");
        assertTrue(docker.ok("load", "-i", saved.toString()).contains("example/other:2"));
        assertTrue(docker.ok("history", "-q", "example/other:2").length() > 0);
        docker.ok("tag", "busybox", "example/other:3");
        assertEquals(
                "example/other:2\nexample/other:3",
                docker.ok("images", "--format", "{{.Repository}}:{{.Tag}}", "example/other")
                        .lines()
                        .sorted()
                        .collect(joining("\n")));
        docker.ok("save", "-o", saved.toString(), "example/other");
        docker.ok("rmi", "example/other:2", "example/other:3");
        String both = docker.ok("load", "-i", saved.toString());
        assertTrue(both.contains("example/other:2") && both.contains("example/other:3"), both);
        docker.ok("rmi", "example/other:2", "example/other:3");
        assertEquals(1, docker.run("tag", "busybox", "sha256:abc").code());
        assertTrue(docker.ok("images", "--format", "{{.Repository}}").contains("busybox"));
    }

    @Test
    void the_classic_builder_builds() throws Exception {
        Path context = Files.createDirectories(docker.folder().resolve("context"));
        Files.writeString(
                context.resolve("Dockerfile"), "FROM busybox\nCOPY f /f\nRUN echo run >> /f\nCMD [\"cat\", \"/f\"]\n");
        Files.writeString(context.resolve("f"), "copied\n");
        docker.ok("build", "-t", "built:1", context.toString());
        assertEquals("copied\nrun", docker.ok("run", "--rm", "built:1"));
        docker.ok("rmi", "built:1");
    }

    private static Result build(String dockerfile, String... options) throws IOException, InterruptedException {
        Path context = Files.createDirectories(docker.folder().resolve("wrong"));
        Files.writeString(context.resolve("Dockerfile"), dockerfile);
        return docker.run(
                Stream.of(Stream.of("build", "-t", "wrong:1"), Stream.of(options), Stream.of(context.toString()))
                        .flatMap(each -> each)
                        .toArray(String[]::new));
    }

    @Test
    void a_build_that_fails_ends_with_the_exit_code_of_its_command() throws Exception {
        Result failed = build("FROM busybox\nRUN exit 7\n");
        assertEquals(7, failed.code(), failed.toString());
        assertTrue(failed.err().contains("returned a non-zero code: 7"), failed.toString());
    }

    @Test
    void what_a_build_cannot_do_is_refused() throws Exception {
        for (String line : new String[] {"STOPSIGNAL bogus", "HEALTHCHECK --interval=1ns CMD true"}) {
            assertEquals(1, build("FROM busybox\n" + line + "\n").code(), line);
        }
        Result unreachable = build("FROM busybox\nADD http://127.0.0.1:1/x /x\n");
        assertTrue(unreachable.err().contains("cannot fetch http://127.0.0.1:1/x"), unreachable.toString());
        String fine = "FROM busybox\nCMD true\n";
        assertTrue(build(fine, "--security-opt", "seccomp=unconfined").err().contains("not offered"));
        assertTrue(build(fine, "--isolation", "bogus").err().contains("not offered"));
        Result large = build(fine, "--memory", "4g", "--memory-swap", "8g");
        assertEquals(0, large.code(), large.toString());
        docker.ok("rmi", "wrong:1");
        Result pruned = docker.run("builder", "prune", "-f", "--filter", "bogus=1");
        assertEquals(1, pruned.code(), pruned.toString());
        assertEquals("Total reclaimed space: 0B", docker.ok("builder", "prune", "-f", "--filter", "until=1h"));
    }

    @Test
    void what_the_engine_does_not_offer_says_so() throws Exception {
        Result swarm = docker.run("swarm", "init");
        assertEquals(1, swarm.code());
        assertTrue(swarm.err().contains("not offered"), swarm.err());
        assertTrue(docker.run("search", "x").err().contains("not offered"));
        assertTrue(
                docker.run("create", "--platform", "linux/s390x", "busybox").code() != 0,
                "the image that is there is another platform's");
    }

    @Test
    void a_container_outlives_a_killed_daemon() throws Exception {
        docker.ok("run", "-d", "--name", "outlives", "busybox", "sh", "-c", "echo before; exec sleep 1000");
        String pid = docker.ok("inspect", "-f", "{{.State.Pid}}", "outlives");
        docker.daemon().killAndStartAgain();
        assertEquals(pid, docker.ok("inspect", "-f", "{{.State.Pid}}", "outlives"));
        assertEquals("still", docker.ok("exec", "outlives", "echo", "still"));
        assertEquals("before", docker.ok("logs", "outlives"));
        docker.ok("rm", "-f", "outlives");
    }

    @Test
    void system_commands_answer() throws Exception {
        assertTrue(docker.ok("version", "--format", "{{.Server.APIVersion}}").equals("1.51"));
        assertTrue(docker.ok("info", "--format", "{{.Driver}}").equals("overlay2"));
        docker.ok("create", "--name", "user", "busybox");
        assertEquals(
                "1 of 1",
                docker.ok("system", "df", "--format", "{{.Active}} of {{.TotalCount}}")
                        .lines()
                        .findFirst()
                        .orElse(""));
        docker.ok("rm", "user");
        assertTrue(docker.ok("events", "--since", "1h", "--until", "0s", "--filter", "type=image")
                .contains("import"));
    }
}
