package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the flags of verbs on one container do. */
@Tag("root")
@WithTicker
class ContainerFlagsTest {
    private final Launched jcompose;

    ContainerFlagsTest(Launched jcompose) {
        this.jcompose = jcompose;
    }

    @Test
    void execIsWhoAndHowItIsTold() throws Exception {
        assertEquals("5\n", ok("exec", "-T", "-u", "5", "ticker", "id", "-u"));
        String plain = ok("exec", "-T", "ticker", "grep", "CapEff", "/proc/self/status");
        assertNotEquals(plain, ok("exec", "-T", "--privileged", "ticker", "grep", "CapEff", "/proc/self/status"));
        ok("exec", "-T", "ticker", "rm", "-f", "/tmp/go", "/tmp/later");
        String waits = "until test -e /tmp/go; do sleep 0.1; done; echo later > /tmp/later";
        assertEquals("", ok("exec", "-d", "ticker", "sh", "-c", waits));
        ok("exec", "-T", "ticker", "touch", "/tmp/go");
        Awaitility.await()
                .until(() -> jcompose.run("exec", "-T", "ticker", "cat", "/tmp/later")
                        .out()
                        .equals("later\n"));
    }

    @Test
    void theNumberChoosesTheReplica() throws Exception {
        ok("up", "-d", "--force-recreate", "--scale", "ticker=2");
        ok("exec", "-T", "--index", "2", "ticker", "sh", "-c", "echo second > /tmp/which");
        assertEquals(
                1,
                jcompose.run("exec", "-T", "--index", "1", "ticker", "cat", "/tmp/which")
                        .code());
        assertTrue(ok("cp", "--index", "2", "ticker:/tmp/which", "-").contains("second"));
        Path tar = jcompose.folder().resolve("second.tar");
        ok("export", "--index", "2", "-o", tar.toString(), "ticker");
        assertTrue(new String(Files.readAllBytes(tar), StandardCharsets.ISO_8859_1).contains("tmp/which"));
        assertTrue(jcompose.run("--dry-run", "attach", "--index", "2", "ticker")
                .ok()
                .out()
                .contains("verbs-ticker-2"));
        assertTrue(ok("commit", "--index", "2", "--pause=false", "-a", "me", "ticker", "verbs-second")
                .startsWith("sha256:"));
        Path note = Files.writeString(jcompose.folder().resolve("all.txt"), "all");
        ok("cp", note.toString(), "ticker:/tmp/all.txt");
        assertEquals("all", ok("exec", "-T", "--index", "1", "ticker", "cat", "/tmp/all.txt"));
        assertEquals("all", ok("exec", "-T", "--index", "2", "ticker", "cat", "/tmp/all.txt"));
        Launched.Ended once = jcompose.fed(new byte[0], "cp", "-", "ticker:/tmp");
        assertEquals(1, once.code());
        assertTrue(once.err().contains("choose one by --index"), once.err());
        String copied = ok("--dry-run", "cp", "--index", "2", note.toString(), "ticker:/tmp");
        assertEquals("1. copy " + note + " to verbs-ticker-2:/tmp (asked for)\n", copied);
        ok("run", "-d", "--name", "verbs-own", "ticker", "sleep", "1000");
        assertFalse(ok("--dry-run", "cp", note.toString(), "ticker:/tmp").contains("verbs-own"));
        assertTrue(
                ok("--dry-run", "cp", "--all", note.toString(), "ticker:/tmp").contains("verbs-own:/tmp"));
        ok("down", "--remove-orphans", "ticker");
        ok("up", "-d", "--scale", "ticker=2");
        ok("exec", "-T", "--index", "2", "ticker", "sh", "-c", "echo of the second > /proc/1/fd/1");
        Awaitility.await().until(() -> ok("logs", "--index", "2", "ticker").contains("ticker-2  | of the second\n"));
        String first = ok("logs", "--index", "1", "ticker");
        assertTrue(first.startsWith("ticker-1  | tick 0"), first);
        assertFalse(first.contains("ticker-2"), first);
        ok("up", "-d", "--scale", "ticker=1");
    }

    @Test
    void copiesKeepOwnersAndFollowLinks() throws Exception {
        Path file = Files.writeString(jcompose.folder().resolve("owned.txt"), "owned");
        Files.setAttribute(file, "unix:uid", 77);
        Path link = jcompose.folder().resolve("link.txt");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, file.getFileName());
        ok("cp", "-a", file.toString(), "ticker:/tmp/kept.txt");
        ok("cp", file.toString(), "ticker:/tmp/roots.txt");
        ok("cp", "-L", link.toString(), "ticker:/tmp/followed.txt");
        assertEquals(
                "77 0\n",
                ok(
                        "exec",
                        "-T",
                        "ticker",
                        "sh",
                        "-c",
                        "echo $(stat -c %u /tmp/kept.txt) $(stat -c %u /tmp/roots.txt)"));
        assertEquals("regular file\n", ok("exec", "-T", "ticker", "stat", "-c", "%F", "/tmp/followed.txt"));
    }

    @Test
    void attachedInputAndSignalsAreLeftOut() throws Exception {
        try (Typed attach = jcompose.typed("attach", "--no-stdin", "--sig-proxy=false", "ticker")) {
            attach.awaits("tick ").type(Typed.CTRL_C);
            attach.ended();
        }
        assertEquals("running\n", ok("ps", "--format", "{{.State}}", "ticker"));
        try (Typed attach = jcompose.typed("attach", "--no-stdin", "--sig-proxy=false", "cat")) {
            Awaitility.await().until(() -> {
                ok("exec", "-T", "cat", "sh", "-c", "echo ready > /proc/1/fd/1");
                return attach.shown().contains("ready");
            });
            attach.type("typed\n" + Typed.CTRL_C).ended();
        }
        assertEquals("running\n", ok("ps", "--format", "{{.State}}", "cat"));
        assertFalse(ok("logs", "cat").contains("typed"));
        try (Typed attach = jcompose.typed("attach", "--no-stdin", "ticker")) {
            attach.awaits("tick ").type(Typed.CTRL_C);
            attach.ended();
        }
        Awaitility.await()
                .until(() -> !ok("ps", "-a", "--format", "{{.State}}", "ticker").equals("running\n"));
    }

    @Test
    void waitTakesTheProjectDownWithIt() throws Exception {
        ok("kill", "ticker");
        assertEquals(137, jcompose.run("wait", "--down-project", "ticker").code());
        assertEquals("", ok("ps", "-aq"));
    }

    @Test
    void anonymousVolumesGoWhereAsked() throws Exception {
        Path file = Files.writeString(jcompose.folder().resolve("anonymous.yaml"), """
                name: anonymous
                services:
                  box: {image: verbs-busybox, pull_policy: never, command: sleep 1000, stop_grace_period: 0s, volumes: [/data]}
                """);
        String f = file.toString();
        try {
            ok("-f", f, "up", "-d");
            String before = ok("-f", f, "ps", "--format", "{{.Mounts}}", "--no-trunc");
            ok("-f", f, "up", "-d", "--force-recreate");
            assertEquals(before, ok("-f", f, "ps", "--format", "{{.Mounts}}", "--no-trunc"));
            ok("-f", f, "up", "-d", "-V");
            assertNotEquals(before, ok("-f", f, "ps", "--format", "{{.Mounts}}", "--no-trunc"));
            String volume =
                    ok("-f", f, "ps", "--format", "{{.Mounts}}", "--no-trunc").strip();
            Path data = jcompose.folder().resolve("data/volumes").resolve(volume);
            assertTrue(Files.exists(data), data::toString);
            ok("-f", f, "rm", "-sfv");
            assertFalse(Files.exists(data), data::toString);
        } finally {
            ok("-f", f, "down", "-v", "-t", "0");
        }
    }

    private String ok(String... words) throws Exception {
        return jcompose.run(words).ok().out();
    }
}
