package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    @org.jspecify.annotations.Nullable
    Path folder;

    @Test
    void versionAndHelpNeedNoDaemonAndNoFiles() {
        assertEquals(0, run("version", "--short"));
        assertFalse(out().isBlank());
        assertEquals(0, run("--help"));
        assertTrue(out().contains("Commands:"));
        assertEquals(0, run("up", "--help"));
        assertTrue(out().contains("--abort-on-container-exit"), out());
        assertEquals(0, run("help", "down"));
    }

    @Test
    void withoutAVerbTheHelpIsPrintedAndTheCallFails() {
        assertEquals(1, run());
        assertTrue(out().contains("Usage:"));
    }

    @Test
    void whatComposeHasAndWeHaveNotIsNamedAndFails() {
        for (String verb : List.of("publish", "bridge", "alpha")) {
            assertEquals(1, run(verb));
            assertTrue(err().contains(verb), err());
        }
        assertEquals(1, run("up", "--menu"));
        assertTrue(err().contains("--menu"), err());
    }

    @Test
    void badCommandLinesHaveComposesExitCode() {
        assertEquals(16, run("nonsense"));
        assertEquals(16, run("up", "--nonsense"));
        assertEquals(16, run("--nonsense", "up"));
        assertEquals(16, run("exec", "web"));
        assertEquals(16, run("help", "nonsense"));
    }

    @Test
    void aMissingDaemonIsSaidInOneLine() {
        assertEquals(1, run("--host", "unix:///nowhere/docker.sock", "-p", "x", "ps"));
        assertEquals(1, err().strip().lines().count(), err());
        assertTrue(err().contains("/nowhere/docker.sock"), err());
    }

    @Test
    void whatIsMistypedIsAnsweredByWhatWouldWork() {
        refused("unknown command: \"lgos\", did you mean \"logs\"?", "lgos");
        refused("unknown flag: --forec-recreate, did you mean \"--force-recreate\"?", "up", "--forec-recreate");
        refused("unknown flag: --nope", "up", "--nope");
        refused("flag needs an argument: --profile", "--profile");
        refused("--progress takes auto, tty, plain, json or quiet, not fancy", "--progress", "fancy", "ps");
        refused("--ansi takes never, always or auto", "--ansi", "maybe", "ps");
        refused("'x' is not an int", "up", "-t", "x");
        assertEquals(1, run("-p", "Bad Name", "ps"));
        assertTrue(err().startsWith("invalid project name \"Bad Name\": "), err());
    }

    private void refused(String words, String... line) {
        assertEquals(Main.BAD_USAGE, run(line), err());
        assertTrue(err().contains(words), err());
        assertEquals(1, err().strip().lines().count(), err());
    }

    @Test
    void dockersHostIsNeverTaken() {
        Globals globals = Globals.of(
                Arguments.parse(declared().spec(), List.of()), Map.of("DOCKER_HOST", "unix:///var/run/docker.sock"));
        assertEquals(null, globals.host());
        Globals ours = Globals.of(Arguments.parse(declared().spec(), List.of()), Map.of("JCOMPOSE_HOST", "unix:///x"));
        assertEquals("unix:///x", ours.host());
    }

    @Test
    void stackFilesSeeTheCallersLocale() {
        assertEquals(
                Map.of("LC_ALL", "de_DE.UTF-8"),
                Main.callersEnvironment(Map.of("LC_ALL", "C.UTF-8", "JCOMPOSE_LC_ALL", "de_DE.UTF-8")));
        assertEquals(Map.of("A", "b"), Main.callersEnvironment(Map.of("LC_ALL", "C.UTF-8", "A", "b")));
    }

    private static Options declared() {
        Options options = new Options(true);
        Globals.declare(options);
        return options;
    }

    private int run(String... words) {
        out.reset();
        err.reset();
        return Main.run(
                List.of(words),
                Map.of(),
                folder == null ? Path.of("") : folder,
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.NONE);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
