package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The verbs that join the caller's streams with those of a container. */
@Tag("root")
@ExtendWith(TickerStack.class)
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
            ok("down", "-t", "0");
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

    private String ok(String... words) throws Exception {
        return jcompose.run(words).ok().out();
    }
}
