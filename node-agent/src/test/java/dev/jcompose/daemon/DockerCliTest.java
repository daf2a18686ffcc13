package dev.jcompose.daemon;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.daemon.DaemonProcess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
    @TempDir(cleanup = CleanupMode.NEVER)
    private static Path root;

    private static DaemonProcess daemon;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(DaemonProcess.isOnPath("docker"), "no docker command on this host");
        assumeTrue(
                DaemonProcess.isOnPath("crun") && DaemonProcess.isOnPath("conmon"), "no crun and conmon on this host");
        assumeTrue(Files.exists(Path.of("/bin/busybox")), "no static busybox on this host");
        daemon = DaemonProcess.start(root);
        daemon.importBusybox();
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (daemon != null) {
            daemon.remove();
        }
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
    void what_cannot_be_executed_in_a_container_is_told_by_words_and_exit_code() throws Exception {
        ok("run", "-d", "--name", "untold", "busybox", "sleep", "1000");
        Result nobody = daemon.docker("exec", "-u", "nobody-here", "untold", "id");
        assertEquals(126, nobody.code(), nobody.toString());
        assertTrue(nobody.err().contains("unable to find user nobody-here"), nobody.toString());
        assertEquals(126, daemon.docker("exec", "-w", "tmp", "untold", "true").code());
        Result nowhere = daemon.docker("exec", "-w", "/none", "untold", "true");
        assertEquals(126, nowhere.code(), nowhere.toString());
        Result unseen = daemon.docker("exec", "-d", "untold", "no-such-program");
        assertEquals(1, unseen.code(), unseen.toString());
        assertTrue(unseen.err().contains("no-such-program"), unseen.toString());
        assertEquals("", ok("exec", "-d", "untold", "true"));
        assertEquals(
                1,
                daemon.docker("attach", "--no-stdin", "--detach-keys", "bogus", "untold")
                        .code());
        assertEquals(
                "sleep",
                ok("top", "untold", "-o", "pid,comm")
                        .lines()
                        .skip(1)
                        .findFirst()
                        .orElse("")
                        .split("\\s+")[1]);
        ok("rm", "-f", "untold");
    }

    @Test
    void removing_a_link_does_not_remove_the_container() throws Exception {
        ok("create", "--name", "linked", "busybox", "true");
        Result refused = daemon.docker("rm", "--link", "linked");
        assertEquals(1, refused.code());
        assertTrue(refused.err().contains("cannot remove the default link name of the container"), refused.err());
        ok("rm", "linked");
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
        ok(
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
                ok(
                        "image",
                        "inspect",
                        "-f",
                        "{{.Config.StopSignal}} {{.Config.Healthcheck.Test}} {{.Config.Healthcheck.Interval}} {{.Config.OnBuild}}",
                        "committed:2"));
        ok("rmi", "committed:2");
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
        ok("tag", "busybox", "example/other:3");
        assertEquals(
                "example/other:2\nexample/other:3",
                ok("images", "--format", "{{.Repository}}:{{.Tag}}", "example/other")
                        .lines()
                        .sorted()
                        .collect(joining("\n")));
        ok("save", "-o", saved.toString(), "example/other");
        ok("rmi", "example/other:2", "example/other:3");
        String both = ok("load", "-i", saved.toString());
        assertTrue(both.contains("example/other:2") && both.contains("example/other:3"), both);
        ok("rmi", "example/other:2", "example/other:3");
        assertEquals(1, daemon.docker("tag", "busybox", "sha256:abc").code());
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

    private static Result build(String dockerfile, String... options) throws IOException, InterruptedException {
        Path context = Files.createDirectories(root.resolve("wrong"));
        Files.writeString(context.resolve("Dockerfile"), dockerfile);
        return daemon.docker(
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
        ok("rmi", "wrong:1");
        Result pruned = daemon.docker("builder", "prune", "-f", "--filter", "bogus=1");
        assertEquals(1, pruned.code(), pruned.toString());
        assertEquals("Total reclaimed space: 0B", ok("builder", "prune", "-f", "--filter", "until=1h"));
    }

    @Test
    void options_of_networks_and_volumes_that_would_have_no_effect_are_refused() throws Exception {
        for (String[] options : new String[][] {
            {"--subnet", "10.98.7.0/24", "--subnet", "10.98.8.0/24"},
            {"-o", "com.docker.network.bridge.enable_icc=x"},
            {"--scope", "bogus"},
        }) {
            Result refused = daemon.docker(Stream.concat(
                            Stream.of("network", "create"), Stream.concat(Stream.of(options), Stream.of("refused")))
                    .toArray(String[]::new));
            assertEquals(1, refused.code(), refused.toString());
        }
        assertTrue(daemon.docker("network", "create", "default").err().contains("not permitted"));
        assertEquals(1, daemon.docker("network", "ls", "--filter", "type=bogus").code());
        assertEquals(
                1,
                daemon.docker("volume", "create", "-o", "o=size=1m", "refused").code());
        ok("network", "create", "found");
        ok("network", "create", "found2");
        ok("volume", "create", "found");
        ok("volume", "create", "found2");
        assertEquals("found", ok("network", "ls", "--filter", "name=^found$", "--format", "{{.Name}}"));
        assertEquals("found", ok("volume", "ls", "--filter", "name=^found$", "-q"));
        ok("network", "rm", "found", "found2");
        ok("volume", "rm", "found", "found2");
    }

    @Test
    void events_tell_what_was_read_of_a_container_and_go_by_image() throws Exception {
        String since = Instant.now().toString();
        ok("tag", "busybox", "evented:1");
        ok("run", "-d", "--name", "evented", "evented:1", "sleep", "1000");
        ok("top", "evented");
        ok("cp", "evented:/bin/busybox", root.resolve("evented.copy").toString());
        ok("export", "-o", root.resolve("evented.tar").toString(), "evented");
        ok("commit", "evented", "evented:2");
        ok("rm", "-f", "evented");
        String told = ok(
                "events",
                "--since",
                since,
                "--until",
                Long.toString(Instant.now().getEpochSecond() + 1),
                "--filter",
                "image=evented",
                "--format",
                "{{.Type}} {{.Action}}");
        for (String event : new String[] {
            "image tag",
            "container start",
            "container top",
            "container archive-path",
            "container export",
            "container commit"
        }) {
            assertTrue(told.lines().anyMatch(event::equals), event + " in " + told);
        }
        ok("rmi", "evented:1", "evented:2");
    }

    @Test
    void lists_are_filtered_as_docker_filters_them() throws Exception {
        ok(
                "run",
                "-d",
                "--name",
                "one",
                "--label",
                "kind=a",
                "-v",
                "filtered:/v",
                "-p",
                "127.0.0.1:18081:80",
                "busybox",
                "sleep",
                "1000");
        assertEquals(
                3,
                daemon.docker("run", "--name", "two", "--label", "kind=b", "busybox", "sh", "-c", "exit 3")
                        .code());
        for (String filter : new String[] {
            "label=kind=a",
            "volume=filtered",
            "publish=18081",
            "publish=18000-18100/tcp",
            "status=running",
            "before=two",
            "expose=80/tcp",
            "expose=79-81"
        }) {
            assertEquals(
                    "one",
                    ok("ps", "-a", "--filter", filter, "--filter", "label=kind", "--format", "{{.Names}}"),
                    filter);
        }
        assertEquals(
                "one\ntwo",
                ok("ps", "-a", "--filter", "network=bridge", "--filter", "label=kind", "--format", "{{.Names}}")
                        .lines()
                        .sorted()
                        .collect(java.util.stream.Collectors.joining("\n")),
                "also a stopped one is on its network");
        for (String wrong : new String[] {"status=bogus", "health=bogus", "is-task=bogus", "publish=bogus"}) {
            Result refused = daemon.docker("ps", "-a", "--filter", wrong);
            assertEquals(1, refused.code(), refused.toString());
            assertTrue(refused.err().contains("bogus"), refused.toString());
        }
        assertEquals("two", ok("ps", "-a", "--filter", "exited=3", "--format", "{{.Names}}"));
        assertEquals("two", ok("ps", "-a", "--filter", "since=one", "--format", "{{.Names}}"));
        assertEquals(
                "one\ntwo",
                ok("ps", "-a", "--filter", "name=^/?(one|two)$", "--format", "{{.Names}}")
                        .lines()
                        .sorted()
                        .collect(java.util.stream.Collectors.joining("\n")));
        assertEquals("two", ok("ps", "-l", "--format", "{{.Names}}"));
        assertEquals(
                ok("inspect", "-f", "{{.Id}}", "one").substring(0, 12),
                ok("inspect", "-f", "{{.Config.Hostname}}", "one"));
        assertEquals(
                "18081",
                ok("inspect", "-f", "{{(index (index .NetworkSettings.Ports \"80/tcp\") 0).HostPort}}", "one"));
        String events = ok(
                "events",
                "--since",
                "10m",
                "--until",
                // The client cuts "0s" down to a whole second, before what has just happened.
                Long.toString(Instant.now().getEpochSecond() + 1),
                "--filter",
                "container=two",
                "--filter",
                "event=die",
                "--format",
                "{{.Actor.Attributes.exitCode}}");
        assertEquals("3", events);
        ok("rm", "-f", "one", "two");
        ok("volume", "rm", "filtered");
    }

    @Test
    void networks_and_volumes_tell_what_a_container_has_of_them() throws Exception {
        String since = Instant.now().toString();
        ok("network", "create", "told");
        ok("volume", "create", "told");
        String id =
                ok("create", "--name", "told", "--network", "told", "-v", "told:/data:ro", "busybox", "sleep", "60");
        ok("start", "told");
        ok("network", "connect", "bridge", "told");
        ok("network", "disconnect", "bridge", "told");
        ok("stop", "-t", "0", "told");
        ok("rm", "told");
        ok("network", "rm", "told");
        ok("volume", "rm", "told");
        String told = ok(
                "events",
                "--since",
                since,
                "--until",
                Long.toString(Instant.now().getEpochSecond() + 1),
                "--filter",
                "type=network",
                "--filter",
                "type=volume",
                "--format",
                "{{.Type}} {{.Action}} {{json .Actor.Attributes}}");
        String network = "\"name\":\"told\",\"type\":\"bridge\"}";
        String bridge = "\"name\":\"bridge\",\"type\":\"bridge\"}";
        String container = "{\"container\":\"" + id + "\",";
        assertEquals(
                String.join(
                        "\n",
                        "network create {" + network,
                        "volume create {\"driver\":\"local\"}",
                        "network connect " + container + network,
                        "volume mount " + container + "\"destination\":\"/data\",\"driver\":\"local\","
                                + "\"propagation\":\"\",\"read/write\":\"false\"}",
                        "network connect " + container + bridge,
                        "network disconnect " + container + bridge,
                        "network disconnect " + container + network,
                        "volume unmount " + container + "\"driver\":\"local\"}",
                        "network destroy {" + network,
                        "volume destroy {\"driver\":\"local\"}"),
                told);
    }

    @Test
    void pruning_takes_what_its_filters_name_and_no_more() throws Exception {
        ok("volume", "create", "--label", "keep=yes", "pruned-kept");
        ok("volume", "create", "pruned-away");
        ok("network", "create", "--label", "keep=yes", "pruned-net-kept");
        ok("network", "create", "pruned-net-away");
        ok("run", "--name", "pruned-kept", "--label", "keep=yes", "busybox", "true");
        ok("run", "--name", "pruned-away", "busybox", "true");
        assertTrue(ok("volume", "prune", "-f", "-a", "--filter", "label!=keep").contains("pruned-away"));
        assertTrue(ok("network", "prune", "-f", "--filter", "label!=keep").contains("pruned-net-away"));
        ok("container", "prune", "-f", "--filter", "label!=keep");
        assertEquals("pruned-kept", ok("ps", "-a", "--filter", "name=pruned", "--format", "{{.Names}}"));
        assertEquals("pruned-kept", ok("volume", "ls", "-q", "--filter", "name=pruned"));
        assertEquals("pruned-net-kept", ok("network", "ls", "--filter", "name=pruned", "--format", "{{.Name}}"));
        String all = ok("system", "prune", "-f");
        assertTrue(all.contains("Total reclaimed space"), all);
        assertEquals("", ok("ps", "-aq", "--filter", "name=pruned"));
        assertEquals("", ok("network", "ls", "-q", "--filter", "name=pruned"));
        assertEquals(
                "pruned-kept", ok("volume", "ls", "-q", "--filter", "name=pruned"), "volumes are not the system's");
        ok("volume", "rm", "pruned-kept");
        assertTrue(ok("system", "df", "-v").contains("busybox"));
    }

    @Test
    void what_the_engine_does_not_offer_says_so() throws Exception {
        Result swarm = daemon.docker("swarm", "init");
        assertEquals(1, swarm.code());
        assertTrue(swarm.err().contains("not offered"), swarm.err());
        assertTrue(daemon.docker("search", "x").err().contains("not offered"));
        assertTrue(
                daemon.docker("create", "--platform", "linux/s390x", "busybox").code() != 0,
                "the image that is there is another platform's");
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
        ok("create", "--name", "user", "busybox");
        assertEquals(
                "1 of 1",
                ok("system", "df", "--format", "{{.Active}} of {{.TotalCount}}")
                        .lines()
                        .findFirst()
                        .orElse(""));
        ok("rm", "user");
        assertTrue(ok("events", "--since", "1h", "--until", "0s", "--filter", "type=image")
                .contains("import"));
    }
}
