package dev.jcompose.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.engine.container.ContainerRecord.State;
import dev.jcompose.engine.container.ContainerRecord.Status;
import dev.jcompose.store.StateStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** States are written beside the record that they belong to: whatever was written last must be what the next daemon reads. */
class ContainerTableTest {
    private static final String ID = "c".repeat(64);
    private static final State RUNNING = State.CREATED.running(Instant.EPOCH.plusSeconds(7));

    @TempDir
    Path folder;

    private void withTable(Consumer<ContainerTable> work) {
        try (StateStore store = StateStore.open(folder)) {
            work.accept(new ContainerTable(store));
        }
    }

    private static Container made(ContainerTable table) {
        var request = Json.read("{\"Image\":\"x\"}".getBytes(StandardCharsets.UTF_8), CreateContainer.class);
        var container = new Container(
                new ContainerRecord(ID, "box", Json.ZERO_TIME, "task", "", request, List.of(), State.CREATED));
        table.reserve("box", ID);
        StateStore.await(table.add(container));
        return container;
    }

    @Test
    void aStateOutlivesTheDaemonWithoutItsRecordBeingWrittenAgain() {
        withTable(table -> StateStore.await(table.save(made(table), RUNNING)));
        withTable(table -> {
            assertEquals(RUNNING, table.get("box").state());
            assertEquals("task", table.get("box").record().owner());
        });
    }

    @Test
    void aRecordWrittenLaterBringsItsOwnState() {
        withTable(table -> {
            var container = made(table);
            StateStore.await(table.save(container, RUNNING.withByHand(true)));
            StateStore.await(table.save(container, RUNNING));
            StateStore.await(table.save(container, container.record().withName("other")));
        });
        withTable(table -> {
            assertEquals(RUNNING, table.get("other").state());
            StateStore.await(
                    table.save(table.get("other"), table.get("other").state().exited(3, false, Instant.EPOCH)));
        });
        withTable(table -> {
            assertEquals(Status.EXITED, table.get("other").state().status());
            assertEquals(3, table.get("other").state().exitCode());
        });
    }

    @Test
    void withAContainerItsStateGoes() {
        withTable(table -> {
            var container = made(table);
            StateStore.await(table.save(container, RUNNING));
            table.delete(container);
        });
        try (StateStore store = StateStore.open(folder)) {
            List<String> left = new ArrayList<>();
            store.scan(ContainerRecord.TABLE, "", (key, value) -> left.add(key));
            store.scan(State.TABLE, "", (key, value) -> left.add(key));
            assertEquals(List.of(), left);
        }
        withTable(table -> assertThrows(EngineException.class, () -> table.get("box")));
    }
}
