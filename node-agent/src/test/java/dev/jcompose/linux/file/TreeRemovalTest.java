package dev.jcompose.linux.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs root: it mounts. */
@Tag("root")
class TreeRemovalTest {
    private static final long MS_BIND = 4096;

    @TempDir
    Path dir;

    @Test
    void whatIsMountedInATreeIsLeftAloneEvenOfTheSameFileSystem() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "mounting needs root");
        Path elsewhere = Files.createDirectory(dir.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("precious"), "kept");
        Path target = Files.createDirectories(dir.resolve("tree/volume"));
        Native.mount(elsewhere.toString(), target, null, MS_BIND, null);
        try (var parent = Dir.of(target.getParent())) {
            assertTrue(parent.isMountPoint("volume"));
            var refused = assertThrows(LinuxException.class, () -> Dir.delete(dir.resolve("tree")));
            assertTrue(refused.is(Errno.EXDEV), refused::getMessage);
            assertTrue(refused.getMessage().contains("unmount it first"), refused::getMessage);
        } finally {
            Native.umount(target, 0);
        }
        assertEquals("kept", Files.readString(elsewhere.resolve("precious")));
        try (var parent = Dir.of(target.getParent())) {
            assertFalse(parent.isMountPoint("volume"));
            assertFalse(parent.isMountPoint("missing"));
        }
        Dir.delete(dir.resolve("tree"));
        assertFalse(Files.exists(dir.resolve("tree")));
    }
}
