package dev.jcompose.engine;

import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Where an engine keeps its things.
 *
 * @param dataRoot survives a reboot
 * @param runRoot need not survive a reboot
 * @param instance 6 hex characters kept in the data root; every kernel object of this engine is named by it
 */
public record EngineConfig(Path dataRoot, Path runRoot, String instance) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Makes both folders, root's alone, and reads the instance, or draws it where the data root is new. */
    public static EngineConfig open(Path dataRoot, Path runRoot) {
        try {
            Path data = Files.createDirectories(dataRoot.toAbsolutePath()).toRealPath();
            Path run = Files.createDirectories(runRoot.toAbsolutePath()).toRealPath();
            return new EngineConfig(data, run, instance(data.resolve("instance")));
        } catch (IOException e) {
            throw EngineException.unavailable(
                    "cannot prepare " + dataRoot + " and " + runRoot + ": " + e
                            + "; the daemon needs root and folders that it may write",
                    e);
        }
    }

    /** Where the Docker API is served. */
    public Path socket() {
        return runRoot.resolve("docker.sock");
    }

    private static String instance(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] drawn = new byte[3];
            RANDOM.nextBytes(drawn);
            Path fresh = file.resolveSibling("instance.new");
            Files.writeString(fresh, HexFormat.of().formatHex(drawn) + "\n");
            try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file).strip();
    }
}
