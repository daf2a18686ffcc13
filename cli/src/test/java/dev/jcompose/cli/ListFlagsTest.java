package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the flags of the verbs that tell choose. */
@Tag("root")
@WithTicker
class ListFlagsTest {
    private final Launched jcompose;

    ListFlagsTest(Launched jcompose) {
        this.jcompose = jcompose;
    }

    @Test
    void psShowsWhatIsAskedFor() throws Exception {
        ok("stop", "ticker");
        assertEquals("ticker\n", ok("ps", "--services", "--status", "exited"));
        assertEquals("ticker\n", ok("ps", "--services", "--filter", "status=exited"));
        assertEquals("cat\n", ok("ps", "--services", "--status=running"));
        assertEquals(
                64, ok("ps", "--no-trunc", "--format", "{{.ID}}", "cat").strip().length());
        assertEquals(12, ok("ps", "--format", "{{.ID}}", "cat").strip().length());
        assertEquals(1, jcompose.run("ps", "--filter", "label=x").code());
    }

    @Test
    void orphansAreShownUnlessLeftOut() throws Exception {
        Path less = Files.writeString(
                jcompose.folder().resolve("less.yaml"), TickerStack.STACK.replaceAll("(?s)  cat:.*?(?=  job:)", ""));
        ok("-f", less.toString(), "up", "-d");
        assertEquals("cat\nticker\n", ok("-f", less.toString(), "ps", "--services"));
        assertEquals("ticker\n", ok("-f", less.toString(), "ps", "--services", "--orphans=false"));
        ok("-f", less.toString(), "kill", "--remove-orphans");
        assertEquals("ticker\n", ok("-f", less.toString(), "ps", "-a", "--services"));
    }

    @Test
    void listsAreFilteredAndShort() throws Exception {
        assertEquals("verbs\n", ok("ls", "-q", "--filter", "name=erb"));
        assertEquals("", ok("ls", "-q", "--filter", "name=none"));
        assertEquals("verbs\n", ok("ls", "-q", "--filter", "name=^v.*s$"));
        assertEquals("", ok("ls", "-q", "--filter", "name=verbs["));
        assertEquals(64, ok("images", "-q", "ticker").strip().length());
        assertEquals("local verbs_kept\n", ok("volumes", "--format", "{{.Driver}} {{.Name}}"));
        assertEquals(
                64,
                ok("stats", "--no-stream", "--no-trunc", "--format", "{{.ID}}", "cat")
                        .strip()
                        .length());
        assertEquals("verbs\n", ok("ls", "--format", "{{.Name}}"));
        assertEquals(1, jcompose.run("ls", "--format", "xml").code());
        ok("stop");
        assertTrue(ok("logs", "-f", "ticker").contains("tick"));
        assertEquals("", ok("ls", "-q"));
        assertEquals("verbs\n", ok("ls", "-q", "-a"));
        assertEquals("", ok("stats", "--no-stream", "--format", "{{.Name}}"));
        assertEquals(
                2,
                ok("stats", "--no-stream", "--all", "--format", "{{.Name}}")
                        .lines()
                        .count());
    }

    @Test
    void portsAreOfTheProtocol() throws Exception {
        assertTrue(ok("port", "ticker", "80").startsWith("127.0.0.1:1848"));
        assertEquals(
                1, jcompose.run("port", "--protocol", "udp", "ticker", "80").code());
    }

    @Test
    void logsAreColouredAtATerminalAndFollowTheirContainer() throws Exception {
        try (Typed logs = jcompose.typed("logs", "--no-color", "-n", "1", "ticker")) {
            assertEquals(0, logs.ended(), logs::shown);
            assertFalse(logs.shown().contains("\u001b[3"), logs::shown);
        }
        try (Typed logs = jcompose.typed("logs", "-n", "1", "ticker")) {
            assertEquals(0, logs.ended(), logs::shown);
            assertTrue(logs.shown().contains("\u001b[3"), logs::shown);
        }
        try (Typed logs = jcompose.typed("logs", "-f", "-n", "0", "ticker")) {
            logs.awaits("tick ");
            ok("stop", "ticker");
            assertEquals(0, logs.ended(), logs::shown);
            assertTrue(logs.shown().contains("bye"), logs::shown);
        }
    }

    private String ok(String... words) throws Exception {
        return jcompose.run(words).ok().out();
    }
}
