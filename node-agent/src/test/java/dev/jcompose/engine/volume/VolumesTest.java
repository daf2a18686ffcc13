package dev.jcompose.engine.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.volume.CreateVolume;
import dev.jcompose.engine.EngineConfig;
import dev.jcompose.engine.event.Events;
import dev.jcompose.store.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumesTest {
    @TempDir
    Path folder;

    private StateStore store;

    private Volumes open() {
        store = StateStore.open(folder.resolve("data/state"));
        return new Volumes(EngineConfig.open(folder.resolve("data"), folder.resolve("run")), store, new Events());
    }

    private Path row(String name) {
        return folder.resolve("data/volumes").resolve(name).resolve("_data/row");
    }

    private void written(Volumes volumes, String name) throws IOException {
        volumes.create(new CreateVolume(name, "local", null, null));
        Files.writeString(row(name), "precious");
    }

    @Test
    void aRemovedVolumeLeavesNothing() throws IOException {
        Volumes volumes = open();
        written(volumes, "rows");
        volumes.remove("rows", false);
        store.close();
        assertEquals(0, folder.resolve("data/volumes").toFile().list().length);
        assertTrue(open().list().isEmpty());
        store.close();
    }

    @Test
    void aVolumeThatCouldNotBeMadeIsMadeByTheNextTry() throws IOException {
        Volumes volumes = open();
        var wish = new CreateVolume("rows", "local", null, null);
        Path inTheWay = Files.createFile(folder.resolve("data/volumes/rows"));
        assertThrows(EngineException.class, () -> volumes.create(wish));
        assertTrue(volumes.find("rows").isEmpty());
        store.close();

        Files.delete(inTheWay);
        Volumes later = open();
        assertTrue(later.list().isEmpty());
        written(later, "rows");
        store.close();
    }

    @Test
    void aVolumeWhoseRecordIsLostIsNotRemoved() throws IOException {
        written(open(), "rows");
        store.close();
        try (var files = Files.walk(folder.resolve("data/state"))) {
            files.filter(Files::isRegularFile).forEach(file -> file.toFile().delete());
        }
        assertTrue(open().list().isEmpty());
        store.close();
        assertEquals("precious", Files.readString(row("rows")));
    }

    @Test
    void aRemovalThatWasCutOffBeforeItsRecordWentIsTakenBack() throws IOException {
        written(open(), "rows");
        store.close();
        Files.move(folder.resolve("data/volumes/rows"), folder.resolve("data/volumes/.removed-0123abcdrows"));
        assertTrue(open().find("rows").isPresent());
        store.close();
        assertEquals("precious", Files.readString(row("rows")));
    }

    @Test
    void aRemovalThatWasCutOffAfterItsRecordWentIsFinished() throws IOException {
        written(open(), "rows");
        store.close();
        Path doomed = folder.resolve("data/volumes/.removed-0123abcdother");
        Files.createDirectories(doomed.resolve("_data"));
        open();
        store.close();
        assertFalse(Files.exists(doomed));
        assertEquals("precious", Files.readString(row("rows")));
    }
}
