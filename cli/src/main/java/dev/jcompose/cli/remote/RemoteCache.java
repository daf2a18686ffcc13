package dev.jcompose.cli.remote;

import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** Where fetched things are kept between calls: the caller's alone, and safe to delete at any time. */
final class RemoteCache {
    private final Path folder;

    RemoteCache(Map<String, String> env) {
        String base = env.getOrDefault("XDG_CACHE_HOME", "");
        String home = env.getOrDefault("HOME", "");
        Path caches = !base.isEmpty()
                ? Path.of(base)
                : Files.isDirectory(Path.of(home)) && !home.isEmpty()
                        ? Path.of(home, ".cache")
                        : Path.of(System.getProperty("java.io.tmpdir"), "jcompose-" + System.getProperty("user.name"));
        folder = caches.resolve("jcompose").resolve("remote");
    }

    /** A folder below, made where it is not there yet. */
    Path folder(String name) {
        try {
            Path made = folder.resolve(name);
            Files.createDirectories(
                    made, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (!Files.getOwner(folder).getName().equals(System.getProperty("user.name"))) {
                throw EngineException.conflict(folder + " belongs to somebody else; set XDG_CACHE_HOME");
            }
            return made;
        } catch (IOException e) {
            throw EngineException.unavailable("%s cannot be used: %s".formatted(folder, e.getMessage()), e);
        }
    }
}
