package dev.jcompose.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
    @TempDir
    Path folder;

    /** A health check may have been under way when its container ended. */
    @RepeatedTest(20)
    void itGoesAlsoWhileARuntimeWritesAndRemovesFilesInIt() throws Exception {
        var bundle = new Bundle(folder.resolve("bundle"));
        bundle.make();
        var begun = new CountDownLatch(1);
        var writer = CompletableFuture.runAsync(() -> write(bundle.folder(), begun));
        begun.await();
        bundle.delete();
        assertFalse(Files.exists(bundle.folder()));
        writer.join();
    }

    private static void write(Path folder, CountDownLatch begun) {
        try {
            while (true) {
                for (String each : new String[] {"exec.json", "exec.pid", "exec.log"}) {
                    Files.write(folder.resolve(each), new byte[0]);
                }
                begun.countDown();
                for (String each : new String[] {"exec.json", "exec.pid", "exec.log"}) {
                    Files.deleteIfExists(folder.resolve(each));
                }
            }
        } catch (IOException e) {
            // The folder went.
        }
    }
}
