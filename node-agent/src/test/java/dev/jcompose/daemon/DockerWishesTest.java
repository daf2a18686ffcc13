package dev.jcompose.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.daemon.DaemonProcess.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the stock docker command asks for, and is given, warned of or refused by name: never passed over. */
@Tag("root")
class DockerWishesTest {
    @RegisterExtension
    static final StockDocker docker = new StockDocker();

    @Test
    void links_on_the_default_network_lead_to_containers_that_are_there() throws Exception {
        docker.ok("network", "create", "elsewhere");
        docker.ok("run", "-d", "--name", "linked", "busybox", "sleep", "1000");
        docker.ok("create", "--name", "apart", "--network", "elsewhere", "busybox");
        assertRefused("could not get container for nobody", "run", "--rm", "--link", "nobody", "busybox", "true");
        assertRefused("does not belong to the default network", "run", "--rm", "--link", "apart:db", "busybox", "true");
        docker.ok("run", "-d", "--name", "links", "--link", "linked:db", "busybox", "sleep", "1000");
        docker.ok("rename", "linked", "renamed");
        assertEquals("[\"/renamed:/links/db\"] []", shown("links", "bridge"));
        String address =
                docker.ok("inspect", "-f", "{{(index .NetworkSettings.Networks \"bridge\").IPAddress}}", "renamed");
        for (String name : new String[] {"db", "linked"}) {
            String found = docker.ok("exec", "links", "busybox", "ping", "-c", "1", "-W", "5", name);
            assertTrue(found.contains(address), name + ": " + found);
        }
        docker.ok("rm", "-f", "links", "renamed", "apart");
        docker.ok("network", "rm", "elsewhere");
    }

    private static String shown(String container, String network) throws Exception {
        return docker.ok(
                "inspect",
                "-f",
                "{{json .HostConfig.Links}} {{json (index .NetworkSettings.Networks \"" + network + "\").Links}}",
                container);
    }

    @Test
    void addresses_are_refused_where_there_is_no_network_to_have_them_on() throws Exception {
        String words = "user specified IP address is supported on user defined networks only";
        assertRefused(words, "run", "--rm", "--network", "none", "--ip", "10.1.2.3", "busybox", "true");
        assertRefused(words, "run", "--rm", "--network", "host", "--ip", "10.1.2.3", "busybox", "true");
        for (String mode : new String[] {"none", "host"}) {
            assertRefused(
                    "mac-address and the network mode " + mode,
                    "run",
                    "--rm",
                    "--network",
                    mode,
                    "--mac-address",
                    "02:42:ac:11:00:77",
                    "busybox",
                    "true");
        }
        assertRefused(
                "no MAC address of one interface", "create", "--mac-address", "01:00:5e:00:00:01", "busybox", "true");
        assertRefused("invalid container format", "create", "--network", "container:", "busybox", "true");
    }

    @Test
    void a_hardware_address_is_shown_where_clients_look_for_it() throws Exception {
        String mac = "02:42:ac:11:00:77";
        docker.ok("run", "-d", "--name", "addressed", "--mac-address", mac, "busybox", "sleep", "1000");
        assertEquals(mac, docker.ok("inspect", "-f", "{{.Config.MacAddress}}", "addressed"));
        docker.ok("rm", "-f", "addressed");
        docker.ok("run", "-d", "--name", "drawn", "busybox", "sleep", "1000");
        assertEquals("", docker.ok("inspect", "-f", "{{.Config.MacAddress}}", "drawn"));
        docker.ok("rm", "-f", "drawn");
    }

    @Test
    void a_container_that_nothing_ends_when_memory_does_is_warned_of() throws Exception {
        Result unkillable = docker.run("create", "--name", "unkillable", "--oom-kill-disable", "busybox");
        assertTrue(unkillable.err().contains("OOM killer"), unkillable.toString());
        docker.ok("rm", "unkillable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "volume create --availability drain clustered",
                "volume create --group g clustered",
                "volume create --limit-bytes 1m clustered",
                "plugin install clustered",
                "search clustered",
                "swarm init",
            })
    void what_is_not_offered_is_refused_by_name(String command) throws Exception {
        assertRefused("not offered", command.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plugin inspect nobody/here",
                "plugin enable nobody",
                "plugin rm nobody",
                "inspect nobody/here",
                "rm nobody/here",
                "rm --link nobody/here",
                "stop nobody/here",
                "network inspect nobody/here",
                "volume inspect nobody/here",
            })
    void what_is_not_there_is_said_not_to_be(String command) throws Exception {
        Result refused = docker.run(command.split(" "));
        assertEquals(1, refused.code(), refused.toString());
        assertTrue(refused.err().contains("nobody"), refused.toString());
        assertFalse(refused.err().contains("page not found"), refused.toString());
    }

    @Test
    void the_default_network_shows_what_it_is() throws Exception {
        String options = docker.ok("network", "inspect", "-f", "{{json .Options}}", "bridge");
        for (String option : new String[] {
            "\"com.docker.network.bridge.default_bridge\":\"true\"", "\"com.docker.network.driver.mtu\":\""
        }) {
            assertTrue(options.contains(option), options);
        }
    }

    @Test
    void a_saved_archive_tells_old_loaders_its_tags() throws Exception {
        Path archive = docker.folder().resolve("saved.tar");
        docker.ok("save", "-o", archive.toString(), "busybox");
        var tar = new ProcessBuilder("tar", "xOf", archive.toString(), "repositories").start();
        String repositories = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, tar.waitFor());
        assertTrue(repositories.matches("\\{\"busybox\":\\{\"latest\":\"[0-9a-f]{64}\"}}"), repositories);
    }

    @Test
    void a_build_takes_its_dockerfile_from_elsewhere_and_tells_of_its_end_when_quiet() throws Exception {
        Path context = Files.createDirectories(docker.folder().resolve("context"));
        Files.writeString(context.resolve("f"), "x");
        Result built = build("FROM busybox\nCOPY f /\n", "-f", "-", context.toString());
        assertEquals(0, built.code(), built.toString());
        Result failed = build("FROM busybox\nRUN echo why && exit 7\n", "-q", "-");
        assertEquals(7, failed.code(), failed.toString());
        assertTrue(failed.err().contains("why"), failed.toString());
        assertEquals(
                0,
                docker.run("system", "prune", "-f", "--filter", "label=nobody").code());
        docker.ok("rmi", built.out().strip());
    }

    @ParameterizedTest
    @CsvSource({
        "--memory,1m,Minimum memory limit",
        "--cpu-quota,7,CPU cfs quota",
        "--cpuset-cpus,4095,Requested CPUs are not available",
    })
    void a_build_has_no_limits_that_a_container_has_not(String option, String value, String words) throws Exception {
        Result refused = build("FROM busybox\nRUN true\n", option, value, "--no-cache", "-");
        assertEquals(1, refused.code(), refused.toString());
        assertTrue(refused.err().contains(words), refused.toString());
    }

    private static Result build(String input, String... options) throws Exception {
        return docker.daemon()
                .feed(
                        input,
                        Stream.concat(Stream.of("build", "-q"), Stream.of(options))
                                .toArray(String[]::new));
    }

    @Test
    void what_is_imported_runs_on_linux() throws Exception {
        Path archive = docker.folder().resolve("imported.tar");
        docker.ok("create", "--name", "exported", "busybox");
        docker.ok("export", "-o", archive.toString(), "exported");
        docker.ok("rm", "exported");
        assertRefused("unknown operating system", "import", "--platform", "bogus", archive.toString());
        assertRefused("not supported", "import", "--platform", "windows/amd64", archive.toString());
        assertRefused("invalid filter", "image", "prune", "-f", "--filter", "dangling=false");
    }

    private static void assertRefused(String words, String... command) throws Exception {
        Result refused = docker.run(command);
        assertTrue(refused.code() != 0, refused.toString());
        assertTrue(refused.err().contains(words), refused.toString());
    }
}
