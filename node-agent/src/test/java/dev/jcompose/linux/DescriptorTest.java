package dev.jcompose.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.linux.stream.Pipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorTest {
    private static final int ROUNDS = 3000;

    @TempDir
    Path folder;

    @Test
    void aCallAfterTheCloseMeetsNoOtherFile() throws IOException {
        var pipe = Pipe.open();
        pipe.close();
        List<Descriptor> others = open(4, "secret");
        var failure = assertThrows(LinuxException.class, () -> pipe.readEnd().read(new byte[8]));
        assertTrue(failure.is(Errno.EBADF), failure.toString());
        assertThrows(LinuxException.class, () -> pipe.writeEnd().write(new byte[] {1}, 0, 1));
        assertThrows(LinuxException.class, () -> pipe.writeEnd().number());
        others.forEach(Descriptor::close);
    }

    @Test
    void aNumberIsNobodyElsesUntilTheLastCallIsOver() throws IOException {
        var pipe = Pipe.open();
        String own = file(pipe.readEnd().number());
        try (var held = pipe.readEnd().hold()) {
            pipe.readEnd().close();
            assertThrows(LinuxException.class, () -> pipe.readEnd().hold());
            List<Descriptor> others = open(8, "secret");
            assertEquals(own, file(held.number()));
            others.forEach(Descriptor::close);
        }
        assertThrows(LinuxException.class, () -> pipe.writeEnd().write(new byte[] {1}, 0, 1), "nobody reads any more");
        pipe.writeEnd().close();
    }

    @Test
    void whoReadsWhileAnotherClosesNeverReadsTheFileThatComesNext() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            var own = open(1, "own").getFirst();
            var reading = CompletableFuture.supplyAsync(() -> {
                byte[] bytes = new byte[1];
                try {
                    while (own.read(bytes) >= 0) {
                        assertNotEquals('s', bytes[0], "a byte of the secret");
                    }
                } catch (LinuxException e) {
                    assertTrue(e.is(Errno.EBADF), e.toString());
                }
                return bytes;
            });
            own.close();
            List<Descriptor> others = open(2, "secret");
            reading.join();
            others.forEach(Descriptor::close);
        }
    }

    private List<Descriptor> open(int count, String content) throws IOException {
        Path file = folder.resolve(content);
        if (!Files.exists(file)) {
            Files.writeString(file, content.substring(0, 1).repeat(100));
        }
        List<Descriptor> opened = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            opened.add(new Descriptor(Native.open(file, Native.O_RDONLY, 0), content));
        }
        return opened;
    }

    private static String file(int number) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/fd/" + number)).toString();
    }
}
