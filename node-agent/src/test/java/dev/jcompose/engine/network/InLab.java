package dev.jcompose.engine.network;

import dev.jcompose.store.StateStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with a {@link NetworkLab} of its own. */
abstract class InLab {
    @TempDir
    Path folder;

    NetworkLab lab;
    HeldStore store;

    @BeforeEach
    void makeLab() {
        store = new HeldStore(StateStore.open(folder.resolve("store")));
        lab = new NetworkLab(folder, store);
    }

    @AfterEach
    void removeLab() throws Exception {
        lab.close();
    }
}
