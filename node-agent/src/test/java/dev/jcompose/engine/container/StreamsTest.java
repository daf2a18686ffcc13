package dev.jcompose.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.container.ExecConfig;
import dev.jcompose.api.container.ExecStart;
import dev.jcompose.engine.stream.Frame;
import dev.jcompose.engine.stream.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Attach and exec on real processes: needs root. */
@Tag("root")
class StreamsTest extends InEngine {
    @Test
    void standardErrorIsToldFromStandardOutput() {
        String id = engine.shell("echo out; echo err >&2", "");
        var out = new StringBuilder();
        var err = new StringBuilder();
        try (var session = engine.containers.attach(id, false, true, true)) {
            engine.containers.start(id);
            for (Frame f = session.read(); f != null; f = session.read()) {
                (f.stream() == Frame.STDERR ? err : out).append(new String(f.data(), StandardCharsets.UTF_8));
            }
        }
        engine.exitCode(id);
        assertEquals("out\n", out.toString());
        assertEquals("err\n", err.toString());
    }

    @Test
    void theEndOfInputReachesTheProcessAndItsAnswerComesBack() throws IOException {
        String id = engine.shell("wc -c", "\"OpenStdin\":true,\"StdinOnce\":true,\"AttachStdin\":true");
        try (var session = engine.containers.attach(id, true, true, true)) {
            engine.containers.start(id);
            try (var stdin = session.stdin()) {
                stdin.write(new byte[100_000]);
            }
            assertEquals("100000", Engine.text(session).strip());
        }
        assertEquals(0, engine.exitCode(id));
    }

    @Test
    void aTerminalHasTheSizeItIsGiven() throws IOException {
        String id = engine.shell(
                "echo ready; read x; until stty size 2>/dev/null; do sleep 0.05; done",
                "\"Tty\":true,\"OpenStdin\":true,\"StdinOnce\":true,\"AttachStdin\":true");
        try (var session = engine.containers.attach(id, true, true, true)) {
            engine.containers.start(id);
            assertNotNull(session.read());
            engine.containers.resize(id, 33, 101);
            var seen = new StringBuilder();
            session.stdin().write("go\n".getBytes(StandardCharsets.UTF_8));
            session.stdin().flush();
            seen.append(Engine.text(session));
            assertTrue(seen.toString().contains("33 101"), seen.toString());
        }
    }

    @Test
    void execHasStreamsAndAnExitCode() throws IOException {
        String id = engine.runReady(IDLE, "");
        String exec = exec(id, true, false, "cat; echo bad >&2; exit 4");
        try (var session = start(exec)) {
            try (var stdin = session.stdin()) {
                stdin.write("hello\n".getBytes(StandardCharsets.UTF_8));
            }
            assertEquals("hello\nbad\n", Engine.text(session));
        }
        var after = engine.containers.execInspect(exec);
        assertEquals(4, after.exitCode());
        assertTrue(!after.running());
    }

    @Test
    void execOfAMissingCommandIs127() {
        String id = engine.runReady(IDLE, "");
        String exec = engine.containers.execCreate(id, config(List.of("/no/such"), false, false));
        try (var session = start(exec)) {
            assertTrue(Engine.text(session).contains("/no/such"));
        }
        assertEquals(127, engine.containers.execInspect(exec).exitCode());
    }

    @Test
    void execOnATerminalSeesOneAndItsSize() {
        String id = engine.runReady(IDLE, "");
        String exec = exec(
                id,
                true,
                true,
                // crun gives the process of an exec its terminal before anybody can say its size.
                "readlink /proc/self/fd/0; for i in $(seq 200); do [ \"$(stty size)\" = '0 0' ] || break; sleep 0.05; done; stty size");
        String text;
        try (var session = engine.containers.execStart(exec, new ExecStart(false, true, List.of(40, 120)))) {
            text = Engine.text(session);
        }
        assertTrue(text.contains("/dev/pts/"), text);
        assertTrue(text.contains("40 120"), text);
        assertEquals(0, engine.containers.execInspect(exec).exitCode());
    }

    @Test
    void aDetachedExecIsSeenToEnd() {
        String id = engine.runReady(IDLE, "");
        String exec = exec(id, false, false, "exit 6");
        assertNull(engine.containers.execInspect(exec).exitCode());
        engine.containers.execStart(exec, new ExecStart(true, false, List.of()));
        Awaitility.await()
                .untilAsserted(() ->
                        assertEquals(6, engine.containers.execInspect(exec).exitCode()));
    }

    @Test
    void execEndsThoughItsChildKeepsTheStreams() {
        String id = engine.runReady(IDLE, "");
        String exec = exec(id, false, false, "sleep 1000 & echo done");
        try (var session = start(exec)) {
            assertEquals("done\n", Engine.text(session));
        }
    }

    @Test
    void attachAgainAfterTheDaemonCameBack() throws IOException {
        String id = engine.runReady(
                "echo ready; while read x; do echo got $x; done", "\"OpenStdin\":true,\"AttachStdin\":true");
        engine.restart();
        try (var session = engine.containers.attach(id, true, true, true)) {
            session.stdin().write("again\n".getBytes(StandardCharsets.UTF_8));
            Frame frame = session.read();
            assertNotNull(frame);
            assertEquals("got again\n", new String(frame.data(), StandardCharsets.UTF_8));
        }
    }

    private String exec(String id, boolean stdin, boolean tty, String line) {
        return engine.containers.execCreate(id, config(List.of("sh", "-c", line), stdin, tty));
    }

    private static ExecConfig config(List<String> cmd, boolean stdin, boolean tty) {
        return new ExecConfig(cmd, List.of(), "", "", false, tty, stdin, true, true, "", List.of());
    }

    private Session start(String exec) {
        return engine.containers.execStart(exec, new ExecStart(false, false, List.of()));
    }
}
