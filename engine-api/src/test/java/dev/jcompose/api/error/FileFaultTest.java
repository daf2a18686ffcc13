package dev.jcompose.api.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FileFaultTest {
    private final FileSystemException full = new FileSystemException("/data/x", null, "No space left on device");

    @Test
    void aFullDiskIsToldWithItsFileAndWithoutClasses() {
        assertEquals("/data/x: no space left on device", FileFault.told(new UncheckedIOException(full)));
        assertEquals("no space left on device", FileFault.told(new IOException("No space left on device")));
        assertEquals(
                "state store: write: it is full",
                FileFault.told(new CompletionException(
                        new UncheckedIOException(new IOException("state store: write: it is full")))));
        assertEquals("a word", FileFault.told(EngineException.invalid("a word")));
    }

    @Test
    void whatIsUnavailableSaysWhyUnlessItHasBeenSaid() {
        assertEquals(
                "cannot make /data: no space left on device",
                EngineException.unavailable("cannot make /data", full).getMessage());
        assertEquals(
                "cannot make /data: /data/x: No space left on device",
                EngineException.unavailable("cannot make /data: " + full.getMessage(), full)
                        .getMessage());
        assertEquals(
                "cannot read /y: no such file or directory",
                EngineException.unavailable("cannot read /y", new NoSuchFileException("/y"))
                        .getMessage());
        assertEquals(
                "no registry answers",
                EngineException.unavailable("no registry answers", new IOException("connection refused"))
                        .getMessage());
    }
}
