package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Root's short commands run in the daemon's process where that makes no difference, and else in one of their own. */
@Tag("root")
@WithTicker
class WarmWayTest {
    /** A JVM of the command's own would not start. */
    private static final String WARM_ONLY = "JCOMPOSE_TRAIN=-XX:NoSuchOption ";

    private static final String PROGRAM = Launched.TOP + "/jcompose ";
    private final Launched jcompose;

    WarmWayTest(Launched jcompose) {
        this.jcompose = jcompose;
    }

    @Test
    void readingVerbsTakeItAtATerminalTooAndThoseThatDrawDoNot() throws Exception {
        // Without ages, which change from one command to the next.
        String ps = PROGRAM + "ps --format '{{.Name}} {{.Image}} {{.Command}} {{.State}} {{.Ports}}'";
        String listed = shell("JCOMPOSE_WARM=no " + ps).ok().out();
        assertEquals(listed, shell(WARM_ONLY + ps).ok().out());
        try (Typed screen = jcompose.terminal(WARM_ONLY + ps)) {
            assertEquals(0, screen.ended(), screen::shown);
            assertTrue(screen.shown().contains(listed.lines().findFirst().orElseThrow()), screen::shown);
        }
        try (Typed screen = jcompose.terminal(WARM_ONLY + PROGRAM + "stop")) {
            assertEquals(1, screen.ended(), screen::shown);
        }
    }

    @Test
    void filesOfTheCallersAloneAreTheCallers() throws Exception {
        String config = PROGRAM + "-f <(echo 'services: {a: {image: given}}') -p its config --images";
        assertEquals("given\n", shell("bash -c \"" + config + "\"").ok().out());
        assertEquals(
                "", shell("umask 077; " + PROGRAM + "config -o mine.yaml").ok().out());
        assertEquals("600\n", shell("stat -c %a mine.yaml").ok().out());
    }

    @Test
    void whoSeesOtherFilesThanTheDaemonReadsThem() throws Exception {
        Path other = Files.createDirectories(jcompose.folder().resolve("other-files"));
        Files.writeString(other.resolve("one.yaml"), "services: {a: {image: seen}}\n");
        Files.writeString(other.resolve("two.yaml"), "services: {a: {image: unseen}}\n");
        String mount = "mount --bind " + other + "/two.yaml " + other + "/one.yaml && ";
        String config = PROGRAM + "-f " + other + "/one.yaml config --images";
        assertEquals("seen\n", shell(WARM_ONLY + config).ok().out());
        assertEquals(
                "unseen\n",
                shell("unshare -m sh -c '" + mount + config + "'").ok().out());
    }

    @Test
    void timesAreThoseOfTheCallersZone() throws Exception {
        String created = PROGRAM + "ps --format '{{.CreatedAt}}' ticker";
        assertTrue(shell("TZ=Asia/Tokyo " + created).ok().out().contains("+0900 JST"));
        assertTrue(shell("TZ=America/Lima " + created).ok().out().contains("-0500"));
    }

    @Test
    void whatTakesMuchMemoryDoesNotTakeTheDaemons() throws Exception {
        Path folder = Files.createDirectories(jcompose.folder().resolve("large"));
        StringBuilder many = new StringBuilder("services:\n");
        for (int i = 0; i < 40_000; i++) {
            many.append("  s%d: {image: x}\n".formatted(i));
        }
        Files.writeString(folder.resolve("services.yaml"), many);
        Files.writeString(folder.resolve("large.env"), "WORD=" + "x".repeat(2 << 20) + "\n");
        Files.writeString(folder.resolve("env.yaml"), "services: {a: {image: x, env_file: large.env}}\n");
        Files.writeString(folder.resolve("usual.yaml"), "services: {a: {image: x}}\n");
        Files.write(folder.resolve("secret"), new byte[9 << 20]);
        Files.writeString(folder.resolve("secret.yaml"), """
                services: {a: {image: verbs-busybox, secrets: [s]}}
                secrets: {s: {file: ./secret}}
                """);
        String daemon = Files.readString(jcompose.folder().resolve("run/daemon.pid"));
        String in = "cd large && " + PROGRAM;
        assertEquals(40_000, lines(in + "-f services.yaml config --services"));
        assertEquals(1, lines(in + "-f env.yaml config | grep -c xxxxxxxx"));
        assertEquals(1, lines(in + "-f usual.yaml --env-file large.env config -q && echo"));
        Launched.Ended refused = shell(in + "-f secret.yaml up -d");
        assertEquals(1, refused.code());
        assertTrue(refused.err().contains("secrets.s.file: "), refused.err());
        assertTrue(refused.err().contains("secret is larger than 8 MiB"), refused.err());
        Launched.Ended wide = shell(PROGRAM + "up -d --no-deps --scale ticker=300000 ticker");
        assertEquals(1, wide.code());
        assertTrue(
                wide.err().contains("services.ticker: with its 300000 the stack has more than 5000 containers"),
                wide.err());
        List<Process> atOnce = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Path shown = Files.createTempFile(jcompose.folder(), "shown", "");
            atOnce.add(jcompose.background(shown, "exec", "-T", "ticker", "sh", "-c", "read word; exit 4"));
        }
        for (Process each : atOnce) {
            assertEquals(4, each.waitFor());
        }
        assertEquals(daemon, Files.readString(jcompose.folder().resolve("run/daemon.pid")));
        assertEquals(0, jcompose.run("ps").code());
    }

    private long lines(String script) throws IOException, InterruptedException {
        return shell(script).ok().out().lines().count();
    }

    private Launched.Ended shell(String script) throws IOException, InterruptedException {
        return jcompose.shell(jcompose.folder(), script);
    }
}
