package dev.jcompose.linux.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class NetworkNamespaceTest {
    @TempDir
    Path folder;

    @Test
    void whoIsInterruptedWhileOneIsMadeKnowsAllTheSameThatItIsThere() {
        var namespace = new NetworkNamespace(folder.resolve("made"));
        Thread.currentThread().interrupt();
        assertEquals(7, NetworkNamespace.create(namespace.path(), () -> 7));
        assertTrue(Thread.interrupted());
        assertTrue(namespace.exists());
        namespace.delete();
        assertFalse(namespace.exists());
    }
}
