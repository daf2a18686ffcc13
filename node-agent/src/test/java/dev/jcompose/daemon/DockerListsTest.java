package dev.jcompose.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.daemon.DaemonProcess.Result;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the stock docker command lists, filters, prunes and hears of, and what of its networks and volumes is refused. */
@Tag("root")
class DockerListsTest {
    @RegisterExtension
    static final StockDocker docker = new StockDocker();

    @Test
    void options_of_networks_and_volumes_that_would_have_no_effect_are_refused() throws Exception {
        for (String[] options : new String[][] {
            {"--subnet", "10.98.7.0/24", "--subnet", "10.98.8.0/24"},
            {"-o", "com.docker.network.bridge.enable_icc=x"},
            {"--scope", "bogus"},
        }) {
            Result refused = docker.run(Stream.concat(
                            Stream.of("network", "create"), Stream.concat(Stream.of(options), Stream.of("refused")))
                    .toArray(String[]::new));
            assertEquals(1, refused.code(), refused.toString());
        }
        assertTrue(docker.run("network", "create", "default").err().contains("not permitted"));
        assertEquals(1, docker.run("network", "ls", "--filter", "type=bogus").code());
        assertEquals(
                1, docker.run("volume", "create", "-o", "o=size=1m", "refused").code());
        docker.ok("network", "create", "found");
        docker.ok("network", "create", "found2");
        docker.ok("volume", "create", "found");
        docker.ok("volume", "create", "found2");
        assertEquals("found", docker.ok("network", "ls", "--filter", "name=^found$", "--format", "{{.Name}}"));
        assertEquals("found", docker.ok("volume", "ls", "--filter", "name=^found$", "-q"));
        docker.ok("network", "rm", "found", "found2");
        docker.ok("volume", "rm", "found", "found2");
    }

    @Test
    void events_tell_what_was_read_of_a_container_and_go_by_image() throws Exception {
        String since = Instant.now().toString();
        docker.ok("tag", "busybox", "evented:1");
        docker.ok("run", "-d", "--name", "evented", "evented:1", "sleep", "1000");
        docker.ok("top", "evented");
        docker.ok(
                "cp",
                "evented:/bin/busybox",
                docker.folder().resolve("evented.copy").toString());
        docker.ok("export", "-o", docker.folder().resolve("evented.tar").toString(), "evented");
        docker.ok("commit", "evented", "evented:2");
        docker.ok("rm", "-f", "evented");
        String told = eventsSince(since, "--filter", "image=evented", "--format", "{{.Type}} {{.Action}}");
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
        docker.ok("rmi", "evented:1", "evented:2");
    }

    @Test
    void lists_are_filtered_as_docker_filters_them() throws Exception {
        docker.ok(
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
                docker.run("run", "--name", "two", "--label", "kind=b", "busybox", "sh", "-c", "exit 3")
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
                    docker.ok("ps", "-a", "--filter", filter, "--filter", "label=kind", "--format", "{{.Names}}"),
                    filter);
        }
        assertEquals(
                "one\ntwo",
                docker.ok("ps", "-a", "--filter", "network=bridge", "--filter", "label=kind", "--format", "{{.Names}}")
                        .lines()
                        .sorted()
                        .collect(java.util.stream.Collectors.joining("\n")),
                "also a stopped one is on its network");
        for (String wrong : new String[] {"status=bogus", "health=bogus", "is-task=bogus", "publish=bogus"}) {
            Result refused = docker.run("ps", "-a", "--filter", wrong);
            assertEquals(1, refused.code(), refused.toString());
            assertTrue(refused.err().contains("bogus"), refused.toString());
        }
        assertEquals("two", docker.ok("ps", "-a", "--filter", "exited=3", "--format", "{{.Names}}"));
        assertEquals("two", docker.ok("ps", "-a", "--filter", "since=one", "--format", "{{.Names}}"));
        assertEquals(
                "one\ntwo",
                docker.ok("ps", "-a", "--filter", "name=^/?(one|two)$", "--format", "{{.Names}}")
                        .lines()
                        .sorted()
                        .collect(java.util.stream.Collectors.joining("\n")));
        assertEquals("two", docker.ok("ps", "-l", "--format", "{{.Names}}"));
        assertEquals(
                docker.ok("inspect", "-f", "{{.Id}}", "one").substring(0, 12),
                docker.ok("inspect", "-f", "{{.Config.Hostname}}", "one"));
        assertEquals(
                "18081",
                docker.ok("inspect", "-f", "{{(index (index .NetworkSettings.Ports \"80/tcp\") 0).HostPort}}", "one"));
        String events = docker.ok(
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
        docker.ok("rm", "-f", "one", "two");
        docker.ok("volume", "rm", "filtered");
    }

    @Test
    void networks_and_volumes_tell_what_a_container_has_of_them() throws Exception {
        String since = Instant.now().toString();
        docker.ok("network", "create", "told");
        docker.ok("volume", "create", "told");
        String id = docker.ok(
                "create", "--name", "told", "--network", "told", "-v", "told:/data:ro", "busybox", "sleep", "60");
        docker.ok("start", "told");
        docker.ok("network", "connect", "bridge", "told");
        docker.ok("network", "disconnect", "bridge", "told");
        docker.ok("stop", "-t", "0", "told");
        docker.ok("rm", "told");
        docker.ok("network", "rm", "told");
        docker.ok("volume", "rm", "told");
        String told = eventsSince(
                since,
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
        docker.ok("volume", "create", "--label", "keep=yes", "pruned-kept");
        docker.ok("volume", "create", "pruned-away");
        docker.ok("network", "create", "--label", "keep=yes", "pruned-net-kept");
        docker.ok("network", "create", "pruned-net-away");
        docker.ok("run", "--name", "pruned-kept", "--label", "keep=yes", "busybox", "true");
        docker.ok("run", "--name", "pruned-away", "busybox", "true");
        assertTrue(docker.ok("volume", "prune", "-f", "-a", "--filter", "label!=keep")
                .contains("pruned-away"));
        assertTrue(
                docker.ok("network", "prune", "-f", "--filter", "label!=keep").contains("pruned-net-away"));
        docker.ok("container", "prune", "-f", "--filter", "label!=keep");
        assertEquals("pruned-kept", docker.ok("ps", "-a", "--filter", "name=pruned", "--format", "{{.Names}}"));
        assertEquals("pruned-kept", docker.ok("volume", "ls", "-q", "--filter", "name=pruned"));
        assertEquals("pruned-net-kept", docker.ok("network", "ls", "--filter", "name=pruned", "--format", "{{.Name}}"));
        String all = docker.ok("system", "prune", "-f");
        assertTrue(all.contains("Total reclaimed space"), all);
        assertEquals("", docker.ok("ps", "-aq", "--filter", "name=pruned"));
        assertEquals("", docker.ok("network", "ls", "-q", "--filter", "name=pruned"));
        assertEquals(
                "pruned-kept",
                docker.ok("volume", "ls", "-q", "--filter", "name=pruned"),
                "volumes are not the system's");
        docker.ok("volume", "rm", "pruned-kept");
        assertTrue(docker.ok("system", "df", "-v").contains("busybox"));
    }

    private static String eventsSince(String since, String... more) throws Exception {
        String until = Long.toString(Instant.now().getEpochSecond() + 1);
        return docker.ok(Stream.concat(Stream.of("events", "--since", since, "--until", until), Stream.of(more))
                .toArray(String[]::new));
    }
}
