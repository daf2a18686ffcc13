package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the flags of run do to its container. */
@Tag("root")
@WithTicker
class RunFlagsTest {
    private final Launched jcompose;

    RunFlagsTest(Launched jcompose) {
        this.jcompose = jcompose;
    }

    @Test
    void capabilitiesVariablesAndFoldersAreTheCallers() throws Exception {
        Path file = Files.writeString(jcompose.folder().resolve("run.env"), "# said\nFROM=file\nCOLOUR=file\n");
        Path folder = Files.createDirectories(jcompose.folder().resolve("bound"));
        Files.writeString(folder.resolve("here"), "bound");
        assertEquals(
                "file red\n",
                ok(
                        "run",
                        "--rm",
                        "--env-from-file",
                        file.toString(),
                        "-e",
                        "COLOUR=red",
                        "ticker",
                        "sh",
                        "-c",
                        "echo $FROM $COLOUR"));
        assertEquals("bound", ok("run", "--rm", "-v", "./bound:/b:ro", "ticker", "cat", "/b/here"));
        assertEquals(
                1,
                jcompose.run("run", "--rm", "-v", "./bound:/b:ro", "ticker", "touch", "/b/new")
                        .code());
        String plain = ok("run", "--rm", "ticker", "grep", "CapBnd", "/proc/self/status");
        assertNotEquals(
                plain, ok("run", "--rm", "--cap-add", "SYS_PTRACE", "ticker", "grep", "CapBnd", "/proc/self/status"));
        assertTrue(ok("run", "--rm", "--cap-drop", "ALL", "ticker", "grep", "CapBnd", "/proc/self/status")
                .contains("0000000000000000"));
    }

    @Test
    void aOneOffIsMeantWhereItsServiceHasNoOtherContainerThatRuns() throws Exception {
        try {
            ok("run", "-d", "--name", "alone", "job", "sh", "-c", "echo own > /own; sleep 1000");
            assertEquals("own\n", ok("exec", "-T", "job", "cat", "/own"));
            assertEquals(
                    1,
                    jcompose.run("exec", "-T", "--index", "1", "job", "cat", "/own")
                            .code());
            assertEquals(1, jcompose.run("cp", "job:/own", "-").code());
        } finally {
            jcompose.run("rm", "-f", "-s", "job");
            jcompose.run("down", "--remove-orphans", "-t", "0", "job");
        }
    }

    @Test
    void anOptionalDependencyMayWaitForAProfile() throws Exception {
        Path file = Files.writeString(jcompose.folder().resolve("optional.yaml"), """
                name: optional
                services:
                  main:
                    image: verbs-busybox
                    pull_policy: never
                    command: "true"
                    depends_on: {extra: {condition: service_started, required: false}}
                  extra: {image: verbs-busybox, pull_policy: never, profiles: [extra], command: sleep 1000}
                """);
        ok("-f", file.toString(), "run", "--rm", "main");
        assertFalse(ok("ls", "-a", "-q").contains("optional"), "there is nothing of it");
        ok("-f", file.toString(), "up", "-d", "main");
        ok("-f", file.toString(), "down");
    }

    @Test
    void variablesComeFromTheProjectAndTheirFilesAreReadAsAllAre() throws Exception {
        Path own = Files.writeString(jcompose.folder().resolve("own.env"), "WHO='the project'\n");
        Path more = Files.writeString(
                jcompose.folder().resolve("more.env"),
                "export SAID=\"two words\" # not this\nWHO=nobody\nALSO=${WHO}\n");
        assertEquals(
                "the project, two words, the project\n",
                ok(
                        "--env-file",
                        own.toString(),
                        "run",
                        "--rm",
                        "-e",
                        "WHO",
                        "--env-from-file",
                        more.toString(),
                        "ticker",
                        "sh",
                        "-c",
                        "echo $WHO, $SAID, $ALSO"));
    }

    @Test
    void portsAndVolumesHaveTheFormsOfTheStackFile() throws Exception {
        try {
            ok(
                    "run",
                    "-d",
                    "--name",
                    "ranged",
                    "-p",
                    "127.0.0.1:18490-18491:7-8",
                    "-v",
                    "kept:/there:ro,nocopy",
                    "ticker",
                    "sleep",
                    "1000");
            assertEquals(
                    "127.0.0.1:18490->7/tcp, 127.0.0.1:18491->8/tcp\n",
                    ok("ps", "-a", "--format", "{{if eq .Name \"ranged\"}}{{println .Ports}}{{end}}")
                                    .lines()
                                    .filter(line -> !line.isEmpty())
                                    .findFirst()
                                    .orElse("")
                            + "\n");
        } finally {
            jcompose.run("rm", "-f", "-s", "ticker");
            jcompose.run("down", "--remove-orphans", "-t", "0", "ticker");
        }
        assertTrue(jcompose.run("run", "--rm", "-v", "kept::/there", "ticker", "true")
                .err()
                .startsWith("--volume kept::/there: "));
    }

    @Test
    void whoIsStartedDetachedHasItsInputOpen() throws Exception {
        try {
            ok("run", "-d", "--name", "waits", "ticker", "sh", "-c", "read line; exit 3");
            assertEquals(
                    "running\n",
                    ok("ps", "-a", "--format", "{{if eq .Name \"waits\"}}{{.State}}{{end}}")
                                    .strip() + "\n");
            ok("exec", "-T", "ticker", "true");
        } finally {
            jcompose.run("down", "--remove-orphans", "-t", "0", "ticker");
        }
    }

    @Test
    void olderNamesOfFlagsAreTaken() throws Exception {
        Files.writeString(
                Files.createDirectories(jcompose.folder().resolve("bound")).resolve("here"), "bound");
        assertEquals(
                "bound",
                ok("run", "--rm", "--volumes", "./bound:/b:ro", "--labels", "a=b", "ticker", "cat", "/b/here"));
    }

    @Test
    void namesAndPortsAreItsOwnUnlessAskedFor() throws Exception {
        try {
            ok("run", "-d", "--name", "one-off", "-p", "127.0.0.1:18499:7", "ticker", "sleep", "1000");
            assertTrue(ok("ps", "-a", "--format", "{{.Name}} {{.Ports}}").contains("one-off 127.0.0.1:18499->7/tcp\n"));
            assertEquals(
                    1,
                    ok("exec", "-T", "cat", "nslookup", "ticker")
                            .lines()
                            .filter(l -> l.startsWith("Address") && !l.contains("127.0.0.11"))
                            .count());
            ok("run", "-d", "--name", "two-off", "--use-aliases", "ticker", "sleep", "1000");
            assertEquals(
                    2,
                    ok("exec", "-T", "cat", "nslookup", "ticker")
                            .lines()
                            .filter(l -> l.startsWith("Address") && !l.contains("127.0.0.11"))
                            .count());
            ok("rm", "-sf");
            assertEquals("one-off\ntwo-off\n", ok("ps", "-a", "--format", "{{.Name}}"));
        } finally {
            ok("down", "--remove-orphans", "-t", "0");
        }
    }

    @Test
    void dependenciesInputAndTerminalAreLeftOut() throws Exception {
        ok("rm", "-sf", "ticker");
        assertEquals("x\n", ok("run", "--rm", "--no-deps", "cat", "echo", "x").replace("\r", ""));
        assertEquals("", ok("ps", "-aq", "ticker"));
        byte[] typed = "typed".getBytes(StandardCharsets.UTF_8);
        assertEquals(
                "",
                jcompose.fed(typed, "run", "--rm", "-i=false", "ticker", "cat")
                        .ok()
                        .out());
        assertEquals(
                "", jcompose.fed(typed, "exec", "-i=false", "cat", "cat").ok().out());
        try (Typed plain = jcompose.typed("run", "--rm", "-T", "ticker", "sh", "-c", "test -t 1 || echo no terminal")) {
            assertEquals(0, plain.ended(), plain::shown);
            assertTrue(plain.shown().contains("no terminal"), plain::shown);
        }
    }

    @Test
    void imagesComeAsItIsTold() throws Exception {
        Launched.Ended built =
                jcompose.run("run", "--rm", "--build", "ticker", "true").ok();
        assertTrue(built.err().contains("Step 1/"), built.err());
        Launched.Ended quiet = jcompose.run("run", "--rm", "--build", "--quiet-build", "ticker", "true")
                .ok();
        assertTrue(quiet.err().contains("Built") && !quiet.err().contains("Step 1/"), quiet.err());
        assertEquals(
                0, jcompose.run("run", "--rm", "--pull", "never", "cat", "true").code());
        assertFalse(
                jcompose.run("run", "--rm", "-q", "ticker", "true").ok().err().contains("Created"));
    }

    private String ok(String... words) throws Exception {
        return jcompose.run(words).ok().out();
    }
}
