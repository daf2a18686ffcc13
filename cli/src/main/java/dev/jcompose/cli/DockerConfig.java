package dev.jcompose.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** The caller's {@code ~/.docker/config.json}, or {@code DOCKER_CONFIG/config.json}; Docker's own clients share it. */
public final class DockerConfig {
    static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    public DockerConfig(Map<String, String> env) {
        String folder = env.getOrDefault(
                "DOCKER_CONFIG", env.getOrDefault("HOME", System.getProperty("user.home")) + "/.docker");
        file = Path.of(folder, "config.json");
    }

    /** It may not be there. */
    public Path file() {
        return file;
    }

    /**
     * Empty where there is no such file.
     *
     * @throws EngineException INVALID where it is no JSON object
     */
    public ObjectNode read() {
        if (!Files.exists(file)) {
            return JSON.createObjectNode();
        }
        try {
            return (ObjectNode) JSON.readTree(file.toFile());
        } catch (IOException | ClassCastException e) {
            throw new EngineException(ErrorKind.INVALID, file + " is not a JSON object: " + e.getMessage(), e);
        }
    }

    /** Whole or not at all; the caller's alone. */
    void write(ObjectNode config) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh = Files.createTempFile(
                folder,
                "config",
                ".json",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(config));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
