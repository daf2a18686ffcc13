package dev.jcompose.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("root")
class RuntimeThreadsTest {
    @Test
    void whoIsInterruptedHearsAllTheSameWhatWasStarted() {
        try (var threads = new RuntimeThreads(1)) {
            Thread.currentThread().interrupt();
            assertEquals(7, threads.call(() -> 7));
            assertTrue(Thread.interrupted());
        }
    }
}
