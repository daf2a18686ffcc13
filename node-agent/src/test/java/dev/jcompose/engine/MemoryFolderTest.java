package dev.jcompose.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs root: mounts. */
@Tag("root")
class MemoryFolderTest {
    @TempDir
    Path folder;

    private static List<String> mounts(Path path) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .filter(line -> line.split(" ")[4].equals(path.toString()))
                .toList();
    }

    @Test
    void onADiskItIsATmpfsOfItsOwnThatStaysWhileSomethingIsInIt() throws IOException {
        // Of the build, as /tmp is a tmpfs on many a host.
        Path disk = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "memory-");
        Path secrets = disk.toRealPath().resolve("secrets");
        try (var first = MemoryFolder.open(secrets)) {
            assertTrue(mounts(secrets).getFirst().contains(" - tmpfs "), mounts(secrets)::toString);
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(first.path())));
            Files.writeString(secrets.resolve("one"), "secret");
        }
        assertEquals("secret", Files.readString(secrets.resolve("one")), "containers read it while the daemon is gone");
        try (var second = MemoryFolder.open(secrets)) {
            assertEquals(1, mounts(second.path()).size(), "what is mounted is taken over");
            Files.delete(secrets.resolve("one"));
        }
        assertEquals(List.of(), mounts(secrets));
        assertFalse(Files.exists(secrets.resolve("one")));
        Files.delete(secrets);
        Files.delete(disk);
    }

    @Test
    void onATmpfsThatExecutesItNeedsNone() throws IOException {
        Path outer = folder.toRealPath().resolve("run");
        try (var run = MemoryFolder.open(outer)) {
            try (var secrets = MemoryFolder.open(run.path().resolve("secrets"))) {
                assertEquals(List.of(), mounts(secrets.path()));
            }
            Files.delete(run.path().resolve("secrets"));
        }
        assertEquals(List.of(), mounts(outer));
    }
}
