package dev.jcompose.engine.snapshot;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The layer below every container's image: what the runtime mounts over, and what tells a program that it is in a container, as
 * Docker's init layer has it. An image that has these files itself hides them. Without it the runtime would make them anew in
 * each container's writable layer: seven files and folders on disk, a sixth of what a start costs.
 */
final class InitLayer {
    private static final List<String> FOLDERS = List.of("dev", "dev/pts", "dev/shm", "etc", "proc", "sys");
    private static final List<String> FILES =
            List.of(".dockerenv", "dev/console", "etc/hostname", "etc/hosts", "etc/resolv.conf");

    private InitLayer() {}

    /** Makes what is missing of it under the data root; the folder. */
    static Path make(Path dataRoot) throws IOException {
        Path layer = Files.createDirectories(dataRoot.resolve("init-layer"));
        grant(layer, "rwxr-xr-x");
        for (String each : FOLDERS) {
            grant(Files.createDirectories(layer.resolve(each)), "rwxr-xr-x");
        }
        for (String each : FILES) {
            try {
                grant(Files.createFile(layer.resolve(each)), each.equals(".dockerenv") ? "rwxr-xr-x" : "rw-r--r--");
            } catch (FileAlreadyExistsException e) {
                // Made at an earlier start.
            }
        }
        try {
            Files.createSymbolicLink(layer.resolve("etc/mtab"), Path.of("../proc/mounts"));
        } catch (FileAlreadyExistsException e) {
            // Made at an earlier start.
        }
        return layer.toAbsolutePath();
    }

    /** Whatever the umask is. */
    private static void grant(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}
