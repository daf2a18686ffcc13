package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs that join the caller's streams with those of a container. */
@Tag("root")
@WithTicker
class StreamsTest {
    private final Launched jcompose;

    StreamsTest(Launched jcompose) {
        this.jcompose = jcompose;
    }

    @Test
    void execHasTheStreamsTheCodeAndTheTerminalOfItsCaller() throws Exception {
        Launched.Ended both = jcompose.run("exec", "-T", "ticker", "sh", "-c", "echo out; echo err >&2; exit 3");
        assertEquals(new Launched.Ended(3, "out\n", "err\n"), both);
        assertEquals(
                "blue red /tmp\n",
                ok("exec", "-e", "NEW=red", "-w", "/tmp", "ticker", "sh", "-c", "echo $COLOUR $NEW $PWD"));
        assertEquals(
                "typed",
                jcompose.fed("typed".getBytes(StandardCharsets.UTF_8), "exec", "ticker", "cat")
                        .ok()
                        .out());
        Launched.Ended missing = jcompose.run("exec", "ticker", "no-such-program");
        assertEquals(127, missing.code());
        assertEquals(1, missing.err().lines().count(), missing.err());
        try (Typed none = jcompose.typed("exec", "ticker", "no-such-program")) {
            assertEquals(127, none.ended(), none::shown);
            assertEquals(1, none.shown().lines().count(), none::shown);
            assertTrue(none.shown().startsWith("OCI runtime exec failed: "), none::shown);
        }
        assertEquals(1, jcompose.run("exec", "--index", "2", "ticker", "true").code());
        try (Typed shell = jcompose.typed("exec", "ticker", "sh")) {
            shell.awaits("# ")
                    .type("stty size; tty\r")
                    .awaits("30 100\n/dev/pts/0\n")
                    .type("exit 9\r");
            assertEquals(9, shell.ended(), shell::shown);
        }
        try (Typed plain = jcompose.typed("exec", "-T", "ticker", "sh", "-c", "test -t 1 || echo no terminal")) {
            assertEquals(0, plain.ended(), plain::shown);
            assertTrue(plain.shown().contains("no terminal"), plain::shown);
        }
    }

    @Test
    void runMakesAContainerOfItsOwn() throws Exception {
        assertEquals(
                "in",
                jcompose.fed("in".getBytes(StandardCharsets.UTF_8), "run", "--rm", "ticker", "cat")
                        .ok()
                        .out());
        Launched.Ended failing = jcompose.run("run", "--rm", "ticker", "sh", "-c", "exit 4");
        assertEquals(4, failing.code(), failing.out() + failing.err());
        String environment = ok("run", "--rm", "-e", "COLOUR=red", "--entrypoint", "env", "ticker");
        assertTrue(environment.contains("COLOUR=red\n"), environment);
        assertEquals(
                "/tmp 5\n", ok("run", "--rm", "-w", "/tmp", "-u", "5:6", "ticker", "sh", "-c", "echo $PWD $(id -u)"));
        assertEquals("", ok("run", "--rm", "-q", "--name", "named", "ticker", "true"));
        try {
            String id = ok("run", "-d", "-P", "--name", "kept-on", "-l", "made=byhand", "ticker", "sleep", "1000")
                    .strip();
            assertTrue(ok("ps", "-aq").contains(id));
            assertTrue(ok("ps", "-a", "--format", "{{.Name}} {{.Ports}} {{.Labels}}")
                    .lines()
                    .anyMatch(line -> line.startsWith("kept-on 127.0.0.1:1848") && line.contains("made=byhand")));
            try (Typed shell = jcompose.typed("run", "--rm", "ticker", "sh")) {
                shell.awaits("# ").type("stty size\r").awaits("30 100").type("exit 8\r");
                assertEquals(8, shell.ended(), shell::shown);
            }
        } finally {
            ok("down", "--remove-orphans", "-t", "0");
        }
    }

    @Test
    void attachLeavesByItsKeysAndTheContainerGoesOn() throws Exception {
        String before = ok("ps", "-q", "cat");
        try (Typed attach = jcompose.typed("attach", "cat")) {
            attach.type("hello\r").awaits("hello\nhello").type("\u0010\u0011");
            assertEquals(0, attach.ended(), attach::shown);
        }
        try (Typed attach = jcompose.typed("attach", "--detach-keys", "ctrl-a,x", "cat")) {
            attach.type("again\r").awaits("again\nagain").type("\u0001x");
            assertEquals(0, attach.ended(), attach::shown);
        }
        assertEquals(before, ok("ps", "-q", "cat"));
    }

    @Test
    void aTerminalHasItsSizeFromTheStartAndAttachDrawsThePromptAnew() throws Exception {
        try (Typed run = jcompose.typed("run", "--rm", "ticker", "stty", "size")) {
            assertEquals(0, run.ended(), run::shown);
            assertTrue(run.shown().contains("30 100\n"), run::shown);
        }
        // No terminal at the input, which does not go in.
        try (Typed exec = jcompose.terminal("exec " + Launched.TOP
                + "/jcompose exec -i=false ticker sh -c 'tty; sleep 0.5; stty size' < /dev/null")) {
            assertEquals(0, exec.ended(), exec::shown);
            assertTrue(exec.shown().contains("/dev/pts/"), exec::shown);
            assertTrue(exec.shown().contains("30 100"), exec::shown);
        }
        Path console = stack("console", "command: sh", "tty: true", "stdin_open: true");
        try (Typed attach = jcompose.typed("-f", console.toString(), "attach", "it")) {
            attach.awaits("# ").type("exit 6\r");
            assertEquals(6, attach.ended(), attach::shown);
        } finally {
            ok("-f", console.toString(), "down", "-t", "0");
        }
    }

    @Test
    void runLeavesByItsKeysAndTheContainerGoesOn() throws Exception {
        try (Typed run = jcompose.typed("run", "--name", "left", "ticker", "sh")) {
            run.awaits("# ").type("\u0010\u0011");
            assertEquals(0, run.ended(), run::shown);
        }
        assertEquals(
                "running\n",
                ok("ps", "-a", "--filter", "status=running", "--format", "{{.Name}} {{.State}}")
                        .lines()
                        .filter(line -> line.startsWith("left "))
                        .map(line -> line.substring(5) + "\n")
                        .collect(Collectors.joining()));
        ok("down", "-t", "0");
    }

    @Test
    void theKeysOfDockersSettingsCount() throws Exception {
        Path settings = Files.createDirectories(jcompose.folder().resolve("docker-config"))
                .resolve("config.json");
        Files.writeString(settings, "{\"detachKeys\": \"ctrl-a,x\"}");
        try (Typed exec = jcompose.typed("exec", "ticker", "sh");
                Typed attach = jcompose.typed("attach", "cat")) {
            exec.awaits("# ").type("\u0001x");
            assertEquals(0, exec.ended(), exec::shown);
            attach.type("keys\r").awaits("keys\nkeys").type("\u0001x");
            assertEquals(0, attach.ended(), attach::shown);
        } finally {
            Files.delete(settings);
        }
    }

    @Test
    void signalsGoToTheContainerAndItsCodeComesBack() throws Exception {
        for (String signal : List.of("TERM", "USR1")) {
            String says = "trap 'echo told; exit 9' " + signal + "; echo ready; while :; do sleep 0.1; done";
            Path shown = Files.createTempFile(jcompose.folder(), "shown", "");
            Process run = jcompose.background(shown, "run", "--rm", "-T", "ticker", "sh", "-c", says);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> Files.readString(shown).contains("ready"));
            // Until it has it: the command may be about to hand on what comes.
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
                new ProcessBuilder("kill", "-" + signal, String.valueOf(run.pid()))
                        .start()
                        .waitFor();
                return !run.isAlive();
            });
            assertEquals(9, run.exitValue(), Files.readString(shown));
            assertTrue(Files.readString(shown).contains("told"), Files.readString(shown));
        }
        Path plain = stack("plain", "command: [sh, -c, \"trap 'echo told; exit 7' INT; while :; do sleep 0.1; done\"]");
        try (Typed attach = jcompose.typed("-f", plain.toString(), "attach", "it")) {
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
                ok("-f", plain.toString(), "exec", "-T", "it", "sh", "-c", "echo joined > /proc/1/fd/1");
                return attach.shown().contains("joined");
            });
            attach.type(Typed.CTRL_C);
            assertEquals(7, attach.ended(), attach::shown);
        } finally {
            ok("-f", plain.toString(), "down", "-t", "0");
        }
    }

    @Test
    void ctrlCAtAContainersTerminalThatTakesNoKeysLeavesIt() throws Exception {
        Path screen = stack(
                "screen", "command: [sh, -c, \"trap 'echo drawn' WINCH; while :; do sleep 0.1; done\"]", "tty: true");
        try (Typed attach = jcompose.typed("-f", screen.toString(), "attach", "it")) {
            attach.awaits("drawn").type(Typed.CTRL_C);
            assertEquals(130, attach.ended(), attach::shown);
            assertEquals("running\n", ok("-f", screen.toString(), "ps", "--format", "{{.State}}"));
        } finally {
            ok("-f", screen.toString(), "down", "-t", "0");
        }
    }

    /** By the daemon ({@code warm}) and by a JVM of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"", "JCOMPOSE_WARM=no "})
    void manyBytesGoThroughBothWaysAndAReaderThatLeavesEndsIt(String way) throws Exception {
        String exec = way + Launched.TOP + "/jcompose exec -T ticker ";
        Path folder = jcompose.folder();
        String through = "head -c 20000000 /dev/urandom > many && " + exec + "cat < many | cmp - many && rm many";
        assertEquals(0, jcompose.shell(folder, through).ok().code());
        Launched.Ended left = jcompose.shell(
                folder, "{ " + exec + "head -c 50000000 /dev/zero; echo $? >&2; } | head -c 100000 | wc -c");
        assertEquals(new Launched.Ended(0, "100000\n", "141\n"), left);
        Launched.Ended full = jcompose.shell(folder, exec + "echo hi > /dev/full");
        assertEquals(new Launched.Ended(1, "", "The output could not be written: No space left on device\n"), full);
        assertEquals(new Launched.Ended(0, "", ""), jcompose.shell(folder, exec + "echo hi >&-"));
        Awaitility.await("what it wrote to nobody is written")
                .atMost(Duration.ofMinutes(1))
                .until(() -> ok("exec", "-T", "ticker", "sh", "-c", "ps | grep '[h]ead -c 5' || true")
                        .isEmpty());
    }

    private Path stack(String name, String... members) throws Exception {
        Path file = jcompose.folder().resolve(name + ".yaml");
        Files.writeString(file, """
                name: %s
                services:
                  it:
                    image: verbs-busybox
                    pull_policy: never
                    stop_grace_period: 0s
                """.formatted(name) + "    " + String.join("\n    ", members) + "\n");
        ok("-f", file.toString(), "up", "-d");
        return file;
    }

    private String ok(String... words) throws Exception {
        return jcompose.run(words).ok().out();
    }
}
