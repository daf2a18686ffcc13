package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildContextTest {
    @Test
    void aContextHoldsWhatIsNotIgnoredAndItsDockerfile(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("src/deep"));
        Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\n");
        Files.writeString(folder.resolve(".dockerignore"), "*\n!src\n");
        Files.writeString(folder.resolve("src/deep/ü.txt"), "x");
        Files.writeString(folder.resolve("left-out"), "x");
        Files.createSymbolicLink(folder.resolve("src/link"), Path.of("deep"));
        var build = dev.jcompose.api.json.Json.DOCKER.createObjectNode().put("context", folder.toString());

        List<String> names = new ArrayList<>();
        try (var tar = new TarArchiveInputStream(BuildContext.of("web", build).tar(), "UTF-8")) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                names.add(entry.getName() + (entry.isSymbolicLink() ? " -> " + entry.getLinkName() : ""));
                assertEquals(0, entry.getLongUserId());
            }
        }
        assertEquals(
                List.of(".dockerignore", "Dockerfile", "src/", "src/deep/", "src/deep/ü.txt", "src/link -> deep"),
                names.stream().sorted().toList());
    }

    @Test
    void aContextThatIsNotThereIsSaidWithItsPlace(@TempDir Path folder) {
        var build = dev.jcompose.api.json.Json.DOCKER
                .createObjectNode()
                .put("context", folder.resolve("no").toString());
        String message = String.valueOf(org.junit.jupiter.api.Assertions.assertThrows(
                        dev.jcompose.api.error.EngineException.class, () -> BuildContext.of("web", build))
                .getMessage());
        assertTrue(message.startsWith("services.web.build.context: "), message);
    }
}
