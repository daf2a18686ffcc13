package dev.jcompose.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
    private static final int LASTING = 300;
    private static final int FILES = 30;

    @TempDir
    Path folder;

    /** A health check may have been under way when its container ended. */
    @RepeatedTest(20)
    void itGoesAlsoWhileARuntimeWritesAndRemovesFilesInIt() throws Exception {
        var bundle = new Bundle(folder.resolve("bundle"));
        bundle.make();
        for (int i = 0; i < LASTING; i++) {
            Files.write(bundle.folder().resolve("lasting-" + i), new byte[0]);
        }
        var begun = new CountDownLatch(1);
        var over = new AtomicBoolean();
        var writer = CompletableFuture.runAsync(() -> write(bundle.folder(), begun, over));
        try {
            begun.await();
            bundle.delete();
            assertFalse(Files.exists(bundle.folder()));
        } finally {
            over.set(true);
            writer.join();
        }
    }

    private static void write(Path folder, CountDownLatch begun, AtomicBoolean over) {
        try {
            while (!over.get()) {
                for (int i = 0; i < FILES; i++) {
                    Files.write(folder.resolve("exec-" + i), new byte[0]);
                }
                begun.countDown();
                for (int i = 0; i < FILES; i++) {
                    Files.deleteIfExists(folder.resolve("exec-" + i));
                }
            }
        } catch (IOException e) {
            // The folder went.
        }
    }
}
