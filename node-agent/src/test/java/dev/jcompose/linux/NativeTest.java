package dev.jcompose.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeTest {
    @TempDir
    Path folder;

    @Test
    void aFailedCallNamesItsObjectAndItsErrno() {
        var failure =
                assertThrows(LinuxException.class, () -> Native.open(folder.resolve("absent"), Native.O_RDONLY, 0));
        assertTrue(failure.is(Errno.ENOENT));
        assertEquals("open " + folder.resolve("absent") + ": No such file or directory (ENOENT)", failure.getMessage());
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "before");
        int fd = Native.open(file, Native.O_RDWR, 0);
        try (var arena = Arena.ofConfined()) {
            assertEquals(5, Native.write(fd, arena.allocateFrom("after").asSlice(0, 5)));
            var rest = arena.allocate(10);
            assertEquals(1, Native.read(fd, rest));
            assertEquals("e", rest.getString(0));
        } finally {
            Native.close(fd);
        }
        assertEquals("aftere", Files.readString(file));
    }

    @Test
    void descriptorsDoNotLeakIntoStartedProcesses() throws Exception {
        int fd = Native.open(Files.createFile(folder.resolve("file")), Native.O_RDONLY, 0);
        try {
            assertEquals(Native.FD_CLOEXEC, Native.fcntl(fd, Native.F_GETFD, 0));
        } finally {
            Native.close(fd);
        }
    }
}
