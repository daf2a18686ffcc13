package dev.jcompose.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store on a file system of its own, which is full to the last byte. Mounting needs root. */
@Tag("root")
class FullDiskTest {
    private static final int LOG_PAGES = 200;
    private static final int KEYS = 40;

    @TempDir
    Path disk;

    @BeforeEach
    void mount() throws Exception {
        assertEquals(0, program("mount", "-t", "tmpfs", "-o", "size=32m", "small", disk.toString()));
        try (StateStore store = open()) {
            IntStream.range(0, KEYS).forEach(key -> write(store, key, "before"));
            fill();
        }
    }

    @AfterEach
    void unmount() throws Exception {
        assertEquals(0, program("umount", disk.toString()));
    }

    private StateStore open() {
        return SqliteStore.open(disk.resolve("state"), LOG_PAGES);
    }

    private static int program(String... words) throws IOException, InterruptedException {
        return new ProcessBuilder(words).inheritIO().start().waitFor();
    }

    private void fill() {
        assertThrows(IOException.class, () -> {
            try (var filling = Files.newOutputStream(disk.resolve("filling"))) {
                while (true) {
                    filling.write(new byte[4096]);
                }
            }
        });
    }

    private static void write(StateStore store, int key, String value) {
        StateStore.await(store.commit(new Batch().put("t", "key" + key, (value + "x".repeat(2_000)).getBytes(UTF_8))));
    }

    private static void assertHolds(StateStore store, int key, String value) {
        assertEquals(
                value + "x".repeat(2_000),
                new String(store.get("t", "key" + key).orElseThrow(), UTF_8));
    }

    @Test
    void changesGoOnAndSmallAdditionsToo() {
        for (int i = 0; i < 3; i++) {
            int round = i;
            try (StateStore store = open()) {
                for (int change = 0; change < 20 * KEYS; change++) {
                    write(store, change % KEYS, "full" + round);
                }
                IntStream.range(0, KEYS).forEach(key -> assertHolds(store, key, "full" + round));
                IntStream.range(0, KEYS / 4).forEach(key -> write(store, (round + 1) * KEYS + key, "new"));
            }
        }
    }

    @Test
    void whatDoesNotFitIsRefusedAndNothingElseIsLost() throws Exception {
        int fitted = KEYS;
        try (StateStore store = open()) {
            EngineException refused = null;
            while (refused == null) {
                try {
                    write(store, fitted, "new");
                    fitted++;
                } catch (EngineException e) {
                    refused = e;
                }
            }
            assertEquals("the state could not be stored: no space left on device", refused.getMessage());
        }
        int end = fitted;
        try (StateStore store = open()) {
            IntStream.range(0, KEYS).forEach(key -> assertHolds(store, key, "before"));
            IntStream.range(KEYS, end).forEach(key -> assertHolds(store, key, "new"));
            assertTrue(store.get("t", "key" + end).isEmpty());
            Files.delete(disk.resolve("filling"));
            IntStream.range(0, 2 * end).forEach(key -> write(store, key, "later"));
            IntStream.range(0, 2 * end).forEach(key -> assertHolds(store, key, "later"));
        }
    }
}
