package dev.jcompose.daemon;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.fixture.BusyboxImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What the host lends to containers, through a whole daemon. Needs root, busybox-static and the docker command. */
@Tag("root")
class HostSideOfContainersTest {
    @TempDir(cleanup = CleanupMode.NEVER)
    private static Path root;

    private static DaemonProcess daemon;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                BusyboxImage.isPossible() && DaemonProcess.isOnPath("docker"),
                "busybox-static or the docker command is missing");
        daemon = DaemonProcess.start(root);
        Path image = Files.write(root.resolve("busybox.tar"), BusyboxImage.archive());
        docker("load", "-i", image.toString());
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (daemon != null) {
            daemon.remove();
        }
    }

    private static String docker(String... args) throws IOException, InterruptedException {
        var result = daemon.docker(args);
        assertEquals(0, result.code(), () -> String.join(" ", args) + ": " + result.out() + result.err());
        return result.out().strip();
    }

    @Test
    void aBindOfDockersSocketIsOurs() throws Exception {
        assumeTrue(!Files.exists(Path.of("/var/run/docker.sock")), "this host has a Docker of its own");
        for (String source : new String[] {"/var/run/docker.sock", "/run/docker.sock"}) {
            assertEquals(
                    Files.getAttribute(daemon.socket(), "unix:ino").toString(),
                    docker("run", "--rm", "-v", source + ":/s", "busybox", "stat", "-c", "%i", "/s"));
            assertFalse(Files.exists(Path.of(source)), "and nothing is made in its place");
        }
    }

    @Test
    void aBindOfTheSocketLeadsToTheDaemonThatRunsNow() throws Exception {
        String bind = daemon.socket() + ":/s:ro";
        docker("run", "-d", "--name", "goes-on", "-v", bind, "busybox", "sleep", "1000");
        docker("run", "-d", "--name", "comes-back", "--restart", "always", "-v", bind, "busybox", "sleep", "1000");
        String pid = docker("inspect", "-f", "{{.State.Pid}}", "comes-back");
        String before = docker("exec", "goes-on", "stat", "-c", "%i", "/s");
        // As after a reboot: no socket is there when the container starts with the daemon.
        daemon.killAndStartAgain(() -> {
            Files.delete(daemon.socket());
            assertEquals(0, new ProcessBuilder("kill", "-9", pid).start().waitFor());
        });
        String now = Files.getAttribute(daemon.socket(), "unix:ino").toString();
        assertNotEquals(before, now);
        for (String name : new String[] {"goes-on", "comes-back"}) {
            await().untilAsserted(() -> {
                var seen = daemon.docker("exec", name, "stat", "-c", "%i", "/s");
                assertEquals(now, seen.out().strip(), name + seen.err());
            });
        }
        String mounts = docker("exec", "goes-on", "grep", " /s ", "/proc/mounts");
        assertEquals(1, mounts.lines().count(), mounts);
        assertTrue(mounts.contains(" ro,"), mounts);
        docker("rm", "-f", "goes-on", "comes-back");
    }

    @Test
    void theHostsFileFollowsTheNetworks() throws Exception {
        docker("network", "create", "front");
        docker("network", "create", "back");
        docker("run", "-d", "--name", "box", "--hostname", "boxy", "--network", "front", "busybox", "sleep", "1000");
        docker("exec", "box", "sh", "-c", "echo 10.1.1.1 mine >> /etc/hosts");
        docker("network", "connect", "back", "box");
        String back = docker("inspect", "-f", "{{.NetworkSettings.Networks.back.IPAddress}}", "box");
        String front = docker("inspect", "-f", "{{.NetworkSettings.Networks.front.IPAddress}}", "box");
        String both = docker("exec", "box", "cat", "/etc/hosts");
        assertTrue(both.contains(back + "\tboxy") && both.contains(front + "\tboxy"), both);
        docker("network", "disconnect", "front", "box");
        String one = docker("exec", "box", "cat", "/etc/hosts");
        assertTrue(one.contains(back + "\tboxy") && !one.contains(front) && one.contains("10.1.1.1 mine"), one);
    }

    @Test
    void anInitStandsBeforeTheProcessAndItsExitCodeComesThrough() throws Exception {
        var result = daemon.docker("run", "--rm", "--init", "busybox", "sh", "-c", "cat /proc/1/comm; exit 7");
        assertEquals(7, result.code(), result.err());
        assertFalse(result.out().startsWith("sh"), result.out());
    }

    @Test
    void aContainerMayHaveTheNetworkOfAnother() throws Exception {
        docker("network", "create", "joint");
        String serve = "mkdir /w; echo served > /w/index.html; exec httpd -f -h /w";
        docker("run", "-d", "--name", "owner", "--network", "joint", "busybox", "sh", "-c", serve);
        String ask = "until wget -qO- http://127.0.0.1/; do sleep 0.1; done; wget -qO- http://owner/; hostname";
        String asked = docker("run", "--rm", "--network", "container:owner", "busybox", "sh", "-c", ask);
        assertEquals("served\nserved\n" + docker("exec", "owner", "hostname"), asked);
        var port = daemon.docker("run", "--rm", "--network", "container:owner", "-p", "80:80", "busybox", "true");
        assertTrue(port.code() != 0 && port.err().contains("conflicting options: port publishing"), port.err());
        var nobody = daemon.docker("create", "--network", "container:nobody", "busybox", "true");
        assertTrue(nobody.code() != 0 && nobody.err().contains("nobody"), nobody.err());
    }

    @Test
    void aSecondDaemonWithItsOwnFoldersDoesNotDisturbTheFirst(@TempDir(cleanup = CleanupMode.NEVER) Path other)
            throws Exception {
        docker("network", "create", "undisturbed");
        String serve = "mkdir /w; echo first > /w/index.html; exec httpd -f -h /w";
        docker(
                "run",
                "-d",
                "--name",
                "first",
                "--network",
                "undisturbed",
                "-p",
                "18082:80",
                "busybox",
                "sh",
                "-c",
                serve);
        String before = docker("inspect", "first");
        String ask = "until wget -qO- http://first/; do sleep 0.1; done";
        var second = daemon.beside(other);
        try {
            second.importBusybox();
            var taken = second.docker("run", "--name", "second", "-p", "18082:80", "busybox", "true");
            assertTrue(taken.code() != 0 && taken.err().contains("18082"), taken.err());
            assertEquals(0, second.docker("network", "create", "undisturbed").code(), "names are each daemon's own");
            var ran = second.docker("run", "-d", "--network", "undisturbed", "-p", "18083:80", "busybox", "sleep", "9");
            assertEquals(0, ran.code(), ran.err());
            assertEquals("first", docker("run", "--rm", "--network", "undisturbed", "busybox", "sh", "-c", ask));
            second.killAndStartAgain();
            second.docker("rm", "-f", ran.out().strip());
        } finally {
            second.docker("rm", "-f", "second");
            second.end();
        }
        assertEquals(before, docker("inspect", "first"));
        assertEquals("first", docker("run", "--rm", "--network", "undisturbed", "busybox", "sh", "-c", ask));
        var published = daemon.inNamespace("busybox", "wget", "-qO-", "http://127.0.0.1:18082/");
        assertEquals("first\n", published.out(), published.err());
        docker("rm", "-f", "first");
    }

    @Test
    void linksNameAContainerOnTheDefaultNetwork() throws Exception {
        docker("run", "-d", "--name", "target", "busybox", "sleep", "1000");
        String address = docker("inspect", "-f", "{{.NetworkSettings.IPAddress}}", "target");
        String asked = docker("run", "--rm", "--link", "target:alias", "busybox", "nslookup", "alias");
        assertTrue(asked.contains(address), asked);
    }

    @Test
    void infoHasNoWarningOnAHostWithoutAForeignFirewall() throws Exception {
        assertEquals("[]", docker("info", "-f", "{{json .Warnings}}"));
        daemon.inNamespace(
                "nft",
                "add table inet theirs; add chain inet theirs fw { type filter hook forward priority 10; policy"
                        + " drop; }");
        String warnings = docker("info", "-f", "{{json .Warnings}}");
        assertTrue(warnings.contains("insert rule inet theirs fw iifgroup 27235 accept"), warnings);
        daemon.inNamespace("nft", "delete table inet theirs");
    }
}
