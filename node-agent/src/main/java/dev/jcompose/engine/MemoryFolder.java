package dev.jcompose.engine;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A folder, root's alone, whose files never reach a disk and may be executed where they are bound to: on the tmpfs of the run
 * root where that is one, else on one of its own, which stays as long as there is anything in it.
 */
public final class MemoryFolder implements AutoCloseable {
    private static final long NOSUID = 2;
    private static final long NODEV = 4;

    private final Path path;

    private MemoryFolder(Path path) {
        this.path = path;
    }

    public static MemoryFolder open(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            Path real = folder.toRealPath();
            Mounted on = Mounted.at(real);
            if (!on.type().equals("tmpfs") || on.options().contains("noexec")) {
                Native.mount("jcompose", real, "tmpfs", NOSUID | NODEV, "mode=0700");
            }
            return new MemoryFolder(real);
        } catch (IOException | LinuxException e) {
            throw EngineException.unavailable(
                    folder + " is to hold secrets and cannot be kept in memory: " + e.getMessage(), e);
        }
    }

    public Path path() {
        return path;
    }

    /** Unmounts it where it is empty and has a mount of its own. */
    @Override
    public void close() throws IOException {
        try (var files = Files.list(path)) {
            if (files.findAny().isPresent()) {
                return;
            }
        }
        if (Mounted.at(path).point().equals(path)) {
            Native.umount(path, 0);
        }
    }
}
