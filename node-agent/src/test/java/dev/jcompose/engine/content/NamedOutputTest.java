package dev.jcompose.engine.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jcompose.api.error.FileFault;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NamedOutputTest {
    @Test
    void aFullDiskIsToldWithTheFile() throws IOException {
        try (var output = new NamedOutput(Path.of("/dev/full"))) {
            var full = assertThrows(IOException.class, () -> output.write(new byte[10]));
            assertEquals("/dev/full: no space left on device", FileFault.told(full));
        }
    }
}
