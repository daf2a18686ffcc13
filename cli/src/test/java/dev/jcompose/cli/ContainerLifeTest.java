package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The verbs of a container's life. */
@Tag("root")
@WithTicker
class ContainerLifeTest {
    private final Launched jcompose;

    ContainerLifeTest(Launched jcompose) {
        this.jcompose = jcompose;
    }

    @Test
    void theVerbsOfAContainersLife() throws Exception {
        ok("pause", "ticker");
        assertEquals("paused\n", ok("ps", "--format", "{{.State}}", "ticker"));
        assertEquals(1, jcompose.run("exec", "ticker", "true").code());
        assertTrue(ok("top", "ticker").contains("ticker"));
        assertEquals("verbs-ticker-1\n", ok("stats", "--no-stream", "--format", "{{.Name}}", "ticker"));
        ok("pause", "ticker");
        ok("unpause", "ticker");
        ok("unpause", "ticker");
        ok("kill", "-s", "KILL", "ticker");
        Awaitility.await().until(() -> ok("ps", "-q", "ticker").isEmpty());
        Launched.Ended again = jcompose.run("kill", "ticker").ok();
        assertEquals("No container to kill\n", again.out() + again.err());
        assertEquals(137, jcompose.run("wait", "ticker").code());
        ok("start", "ticker");
        assertTrue(jcompose.run("rm", "-f", "ticker").err().contains("No stopped containers"));
        ok("stop", "ticker");
        assertEquals("exited 0\n", ok("ps", "-a", "--format", "{{.State}} {{.ExitCode}}", "ticker"));
        Launched.Ended stopped = jcompose.run("stop", "ticker").ok();
        assertEquals(" Container verbs-ticker-1 Stopped\n", stopped.out() + stopped.err());
        assertEquals("Going to remove verbs-ticker-1\n", ok("rm", "-f", "ticker"));
        Launched.Ended start = jcompose.run("start", "ticker");
        assertEquals(1, start.code());
        assertTrue(start.err().contains("has no container to start"), start.err());
        ok("create", "ticker");
        assertEquals("created\n", ok("ps", "-a", "--format", "{{.State}}", "ticker"));
        ok("start", "ticker");
        ok("scale", "ticker=3");
        assertEquals(3, ok("ps", "-q", "ticker").lines().count());
        String third = ok("port", "--index", "3", "ticker", "80").strip();
        String ports = ok("ps", "--format", "{{.Name}} {{.Ports}}", "ticker");
        assertTrue(ports.contains("verbs-ticker-3 " + third + "->80/tcp\n"), ports);
        ok("scale", "ticker=1");
        assertEquals(1, jcompose.run("-p", "never", "scale", "ticker=2").code());
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
    void aNameAloneIsEnoughFromAnywhereAndAFileMayComeByTheInput() throws Exception {
        byte[] file = TickerStack.STACK.getBytes(StandardCharsets.UTF_8);
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
                .contains("No resource found"));
        assertEquals(
                "Warning: nothing of project \"elsewhere\" is up\n",
                jcompose.run(root, List.of("-p", "elsewhere", "stop")).ok().err());
    }

    private String ok(String... words) throws Exception {
        return jcompose.run(words).ok().out();
    }

    private static String sortedLines(String text) {
        return String.join("\n", text.lines().sorted().toList()) + "\n";
    }
}
