package dev.jcompose.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A writer's system calls are recorded by strace. Then the power fails after every one of them: what was synced is there, of
 * what was written since, some writes are there, one may be torn, and the rest is not. The store must open on what is left and
 * have every acknowledged batch, whole, and no half of any other.
 */
class PowerLossTest {

    static final int BATCHES = 20;
    static final int LOG_PAGES = 12;
    /** Both keys of a batch carry its number. */
    static final List<String> KEYS = List.of("left", "right");

    @TempDir
    Path folder;

    /** The recorded program: commits batches one after the other and says so on stdout, as an acknowledgement would. */
    static final class Writer {
        public static void main(String[] args) {
            try (StateStore store = SqliteStore.open(Path.of(args[0]), LOG_PAGES)) {
                for (int n = 1; n <= BATCHES; n++) {
                    Batch batch = new Batch();
                    // Sizes that spill over pages; a short log makes several checkpoints of them.
                    String value = n + ":" + "x".repeat(n % 4 * 2_500 + 10);
                    KEYS.forEach(key -> batch.put("t", key, value.getBytes(UTF_8)));
                    store.commit(batch).join();
                    System.out.println("ack " + n);
                    System.out.flush();
                }
            }
        }
    }

    @Test
    void everyCutOfARecordedRunLeavesWhatWasAcknowledged() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "strace is not installed: nothing can be recorded");
        Path written = folder.resolve("store");
        Path trace = folder.resolve("trace");
        List<String> command = List.of(
                "/usr/bin/strace",
                "-f",
                "-qq",
                "-xx",
                "-s",
                "100000000",
                "-o",
                trace.toString(),
                "-e",
                "trace=openat,close,write,pwrite64,fsync,fdatasync,ftruncate,unlink,rename,mkdir",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xint",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                written.toString());
        Process process = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        assertTrue(process.waitFor(3, TimeUnit.MINUTES), "the recorded writer did not end");
        assumeTrue(process.exitValue() == 0, () -> "strace may not trace here: " + read(folder.resolve("err")));

        Recording recording = Recording.read(trace, written);
        assertEquals(BATCHES, recording.acknowledged(recording.length()));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int cut = recording.firstAcknowledgement(); cut <= recording.length(); cut++) {
            Path disk = Files.createDirectories(folder.resolve("cut" + cut));
            recording.restore(cut, disk, random);
            check(disk, recording.acknowledged(cut), "cut " + cut + " of " + recording.length() + ", seed " + seed);
            Recording.delete(disk);
        }
    }

    private static void check(Path disk, int acknowledged, String which) {
        try (StateStore store = SqliteStore.open(disk, LOG_PAGES)) {
            String left = value(store, "left");
            assertEquals(left, value(store, "right"), which);
            int found = Integer.parseInt(left.substring(0, left.indexOf(':')));
            assertTrue(
                    found >= acknowledged,
                    () -> which + ": batch " + acknowledged + " is lost, " + found + " is there");
            store.commit(new Batch().put("t", "after", new byte[] {1})).join();
        }
    }

    private static String value(StateStore store, String key) {
        return new String(store.get("t", key).orElseThrow(), UTF_8);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
