package dev.jcompose.engine;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

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
            if (!on.type.equals("tmpfs") || on.options.contains("noexec")) {
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
        if (Mounted.at(path).point.equals(path)) {
            Native.umount(path, 0);
        }
    }

    /** What lies on a path, by the kernel's table. */
    private record Mounted(Path point, List<String> options, String type) {
        private static final int POINT = 4;
        private static final int OPTIONS = 5;

        static Mounted at(Path path) throws IOException {
            Mounted found = null;
            for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
                List<String> words = List.of(line.split(" "));
                Path point = Path.of(words.get(POINT)
                        .replace("\\040", " ")
                        .replace("\\011", "\t")
                        .replace("\\012", "\n")
                        .replace("\\134", "\\"));
                // Of two on the same path the later one is seen.
                if (path.startsWith(point) && (found == null || point.startsWith(found.point))) {
                    found = new Mounted(
                            point, List.of(words.get(OPTIONS).split(",")), words.get(words.indexOf("-") + 1));
                }
            }
            if (found == null) {
                throw new IOException("nothing is mounted at " + path);
            }
            return found;
        }
    }
}
