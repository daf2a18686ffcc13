package dev.jcompose.linux.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphansTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void adopt() {
        Orphans.adopt();
    }

    private static int shell(String line) {
        return Spawn.start(new Program(
                List.of("/bin/sh", "-c", line),
                Map.of("PATH", "/usr/bin:/bin"),
                List.of(Program.NULL, Program.NULL, Program.NULL),
                Path.of("/")));
    }

    @Test
    void aProcessThatLostItsParentIsOursAndIsReaped() throws IOException {
        orphanIsReaped();
    }

    @Test
    void oneThatItsStarterForgetsKeepsNoOrphan() throws Exception {
        // The kernel names the children of a thread that came after the one that waits before all orphans.
        var started = new FutureTask<>(() -> shell("exit 3"));
        Thread.ofPlatform().start(started);
        int forgotten = started.get();
        try {
            orphanIsReaped();
        } finally {
            assertEquals(3, Spawn.await(forgotten));
        }
    }

    private void orphanIsReaped() throws IOException {
        Path said = folder.resolve("pid");
        Path end = folder.resolve("end");
        assertEquals(0, Spawn.await(shell("(until [ -e " + end + " ]; do sleep 0.05; done) & echo $! > " + said)));
        var orphan = Path.of("/proc", Files.readString(said).strip());
        assertEquals(Long.toString(ProcessHandle.current().pid()), parent(orphan));
        Files.createFile(end);
        Awaitility.await().until(() -> !Files.exists(orphan));
    }

    private static String parent(Path process) throws IOException {
        return Files.readAllLines(process.resolve("status")).stream()
                .filter(line -> line.startsWith("PPid:"))
                .map(line -> line.substring("PPid:".length()).strip())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whoStartedAProcessHearsItsExitCode() throws Exception {
        for (int code = 1; code <= 40; code++) {
            var watched = LiveProcess.of(shell("exit " + code)).orElseThrow();
            var plain = new ProcessBuilder("/bin/sh", "-c", "exit " + code).start();
            int awaited = shell("exit " + code);
            assertEquals(code, watched.exited().join());
            assertEquals(code, plain.waitFor());
            assertEquals(code, Spawn.await(awaited));
        }
    }
}
