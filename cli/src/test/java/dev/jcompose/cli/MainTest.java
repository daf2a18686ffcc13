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
        assertEquals(0, run("--help", "up"));
        assertTrue(out().contains("--abort-on-container-exit"), out());
        assertEquals(0, run("help", "down"));
    }

    @Test
    void withoutAVerbTheHelpIsPrinted() {
        assertEquals(0, run());
        assertTrue(out().contains("Usage:"));
    }

    @Test
    void whatComposeHasAndWeHaveNotIsNamedAndFails() {
        for (String verb : List.of("publish", "bridge", "alpha")) {
            assertEquals(1, run(verb));
            assertTrue(err().contains(verb), err());
        }
    }

    @Test
    void badCommandLinesHaveComposesExitCode() {
        assertEquals(16, run("nonsense"));
        assertEquals(16, run("up", "--nonsense"));
        assertEquals(16, run("--nonsense", "up"));
        assertEquals(16, run("help", "nonsense"));
        assertEquals(16, run("up", "-t", "soon"));
        assertEquals(16, run("-p", "x", "ls", "--filter", "web"));
        // Understood, but too few, or not together.
        assertEquals(1, run("exec", "web"));
        assertEquals(1, run("--progress", "fancy", "ps"));
        assertEquals(1, run("pull", "--policy", "sometimes"));
        assertEquals(1, run("version", "--format", "xml"));
        assertEquals(1, run("ls", "--filter", "status=running"));
        assertEquals(1, run("port", "web", "http"));
        for (List<String> apart : List.of(
                List.of("--build", "--no-build"),
                List.of("--force-recreate", "--no-recreate"),
                List.of("--abort-on-container-exit", "--abort-on-container-failure"),
                List.of("--attach=web", "--attach-dependencies"),
                List.of("--detach", "--attach-dependencies"),
                List.of("--no-build", "--watch"))) {
            assertEquals(1, run("up", apart.get(0), apart.get(1)), apart::toString);
            assertTrue(err().contains(apart.get(1).split("=", -1)[0]), err());
        }
        assertEquals(1, run("ps"));
        assertTrue(err().startsWith("no configuration file provided"), err());
    }

    @Test
    void aMissingDaemonIsSaidInOneLine() {
        assertEquals(1, run("--host", "unix:///nowhere/docker.sock", "-p", "x", "ps"));
        assertEquals(1, err().strip().lines().count(), err());
        assertTrue(err().contains("/nowhere/docker.sock"), err());
    }

    @Test
    void whatIsMistypedIsAnsweredByWhatWouldWork() {
        notUnderstood("unknown command: \"lgos\", did you mean \"logs\"? `jcompose help` lists the commands.", "lgos");
        notUnderstood("unknown flag: --forec-recreate, did you mean \"--force-recreate\"?", "up", "--forec-recreate");
        notUnderstood("unknown flag: --nope", "up", "--nope");
        notUnderstood("unknown shorthand flag: 'z' in -z", "up", "-z");
        notUnderstood("unknown shorthand flag: 'z' in -z", "up", "-dz");
        notUnderstood("flag needs an argument: --profile", "--profile");
        refused(
                "--progress (or COMPOSE_PROGRESS) takes auto, tty, plain, json or quiet, not fancy",
                "--progress",
                "fancy",
                "ps");
        refused("--ansi (or COMPOSE_ANSI) takes never, always or auto", "--ansi", "maybe", "ps");
        notUnderstood("'x' is not an int", "up", "-t", "x");
        assertEquals(1, run("-p", "Bad Name", "ps"));
        assertTrue(err().startsWith("invalid project name \"Bad Name\": "), err());
    }

    @Test
    void aFlagOfTheProgramBehindTheVerbIsToldWhereItBelongs() {
        misplaced(
                "unknown flag: --progress\n--progress belongs before the verb: jcompose --progress plain up -d web",
                "up",
                "--progress",
                "plain",
                "-d",
                "web");
        misplaced(
                "unknown flag: --progress\n--progress belongs before the verb: jcompose --progress=plain up",
                "up",
                "--progress=plain");
        misplaced(
                "unknown shorthand flag: 'f' in -f\n-f belongs before the verb: jcompose -f x config --quiet",
                "config",
                "--quiet",
                "-f",
                "x");
        misplaced(
                "unknown shorthand flag: 'f' in -fx\n-f belongs before the verb: jcompose -fx config", "config", "-fx");
        misplaced(
                "unknown shorthand flag: 'p' in -p\n-p belongs before the verb: jcompose -p ... up ...",
                "up",
                "-p",
                "my project");
        misplaced(
                "unknown flag: --profile\n--profile belongs before the verb: jcompose --profile stringArray up",
                "up",
                "--profile");
    }

    private void misplaced(String told, String... line) {
        assertEquals(UsageException.NOT_UNDERSTOOD, run(line), err());
        assertEquals(told + "\n", err());
    }

    private void notUnderstood(String words, String... line) {
        said(UsageException.NOT_UNDERSTOOD, words, line);
    }

    private void refused(String words, String... line) {
        said(1, words, line);
    }

    private void said(int code, String words, String... line) {
        assertEquals(code, run(line), err());
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
