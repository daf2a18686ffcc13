package dev.jcompose.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateStoreTest {

    @TempDir
    Path folder;

    @Test
    void whatWasAcknowledgedIsThereAfterReopening() {
        try (StateStore store = StateStore.open(folder)) {
            store.commit(put("a", "1")).join();
        }
        try (StateStore store = StateStore.open(folder)) {
            assertEquals("1", read(store, "a"));
        }
    }

    @Test
    void aBatchIsVisibleBeforeItIsDurable() {
        try (StateStore store = StateStore.open(folder)) {
            CompletableFuture<Void> durable = store.commit(put("a", "1"));
            assertEquals("1", read(store, "a"));
            durable.join();
        }
    }

    @Test
    void aBatchOverwritesAndDeletesTogether() {
        try (StateStore store = StateStore.open(folder)) {
            store.commit(put("a", "1").put("t", "b", bytes("1"))).join();
            store.commit(put("a", "2").delete("t", "b")).join();
            assertEquals("2", read(store, "a"));
            assertTrue(store.get("t", "b").isEmpty());
        }
    }

    @Test
    void aScanSeesThePrefixInOrderAndOtherTablesNot() {
        try (StateStore store = StateStore.open(folder)) {
            store.commit(put("b/2", "x").put("t", "b/1", bytes("x")).put("t", "a", bytes("x")))
                    .join();
            store.commit(new Batch().put("other", "b/9", bytes("x")).put("t", "b/\uD83D\uDE00", bytes("x")))
                    .join();
            List<String> keys = new ArrayList<>();
            store.scan("t", "b/", (key, value) -> keys.add(key));
            assertEquals(List.of("b/1", "b/2", "b/\uD83D\uDE00"), keys);
        }
    }

    @Test
    void aVisitorMayWriteToTheStore() {
        try (StateStore store = StateStore.open(folder)) {
            store.commit(put("a", "1")).join();
            store.scan(
                    "t",
                    "",
                    (key, value) -> store.commit(new Batch().delete("t", key)).join());
            assertTrue(store.get("t", "a").isEmpty());
        }
    }

    @Test
    void aSecondOpenerIsToldWhoHoldsTheFolder() {
        try (StateStore store = StateStore.open(folder)) {
            var refused = assertThrows(EngineException.class, () -> StateStore.open(folder));
            assertEquals(ErrorKind.CONFLICT, refused.kind());
            assertTrue(
                    refused.toString()
                            .contains("process " + ProcessHandle.current().pid()),
                    refused::toString);
            assertTrue(store.get("t", "a").isEmpty());
        }
    }

    @Test
    void aFileOfANewerFormatIsRefusedUntouched() throws Exception {
        StateStore.open(folder).close();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + SqliteFile.database(folder));
                var sql = connection.createStatement()) {
            sql.execute("PRAGMA user_version = 99");
        }
        var refused = assertThrows(EngineException.class, () -> StateStore.open(folder));
        assertTrue(refused.toString().contains("format 99"), refused::toString);
    }

    @Test
    void aClosedStoreAcknowledgesNothing() {
        StateStore store = StateStore.open(folder);
        store.close();
        var refused = assertThrows(
                CompletionException.class, () -> store.commit(put("a", "1")).join());
        assertInstanceOf(EngineException.class, refused.getCause());
    }

    @Test
    void theStoreHasItsRoomFromTheBeginningAndKeepsItWhenItIsClosed() throws Exception {
        long log;
        long database;
        try (StateStore store = SqliteStore.open(folder, 100)) {
            log = Files.size(SqliteFile.log(folder));
            database = Files.size(SqliteFile.database(folder));
            for (int i = 0; i < 1000; i++) {
                store.commit(put("k" + i % 10, "x".repeat(5_000) + i)).join();
            }
            assertEquals(log, Files.size(SqliteFile.log(folder)));
        }
        assertEquals(log, Files.size(SqliteFile.log(folder)));
        assertEquals(database, Files.size(SqliteFile.database(folder)));
        try (StateStore store = SqliteStore.open(folder, 100)) {
            assertEquals("x".repeat(5_000) + 999, read(store, "k9"));
            assertEquals(log, Files.size(SqliteFile.log(folder)));
        }
    }

    @Test
    void manyWritersEachFindTheirOwnWrites() {
        try (StateStore store = StateStore.open(folder);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> writers = new ArrayList<>();
            for (int writer = 0; writer < 32; writer++) {
                String key = "w" + writer;
                writers.add(CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < 20; i++) {
                                store.commit(put(key, Integer.toString(i))).join();
                                assertEquals(Integer.toString(i), read(store, key));
                            }
                        },
                        threads));
            }
            writers.forEach(CompletableFuture::join);
            assertFalse(writers.stream().anyMatch(CompletableFuture::isCompletedExceptionally));
        }
    }

    private static Batch put(String key, String value) {
        return new Batch().put("t", key, bytes(value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String read(StateStore store, String key) {
        return new String(store.get("t", key).orElseThrow(), UTF_8);
    }
}
