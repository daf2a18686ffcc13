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
import java.util.List;

/**
 * Where an engine keeps its things.
 *
 * @param dataRoot survives a reboot
 * @param runRoot need not survive a reboot
 * @param instance 6 hex characters kept in the data root; every kernel object of this engine is named by it
 * @param cdiFolders where vendors describe devices (CDI); a later one holds before an earlier one, and none need exist
 */
public record EngineConfig(Path dataRoot, Path runRoot, String instance, List<Path> cdiFolders) {
    public static final List<Path> CDI_FOLDERS = List.of(Path.of("/etc/cdi"), Path.of("/var/run/cdi"));
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Makes both folders, root's alone, and reads the instance, or draws it where the data root is new. */
    public static EngineConfig open(Path dataRoot, Path runRoot) {
        try {
            Path data = Files.createDirectories(dataRoot.toAbsolutePath()).toRealPath();
            Path run = Files.createDirectories(runRoot.toAbsolutePath()).toRealPath();
            return new EngineConfig(data, run, instance(data.resolve("instance")), CDI_FOLDERS);
        } catch (IOException e) {
            throw EngineException.unavailable(
                    "cannot prepare " + dataRoot + " and " + runRoot + ": " + e
                            + "; the daemon needs root and folders that it may write",
                    e);
        }
    }

    /** The same with other folders of CDI. */
    public EngineConfig withCdiFolders(List<Path> folders) {
        return new EngineConfig(dataRoot, runRoot, instance, folders);
    }

    /** Where the Docker API is served. */
    public Path socket() {
        return runRoot.resolve("docker.sock");
    }

    /** Another name of the same socket, there from the daemon's beginning: who starts with it mounts this one. */
    public Path listener() {
        return runRoot.resolve("docker.sock.listener");
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
