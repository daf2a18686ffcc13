package dev.jcompose.engine.container;

import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.json.Json;
import dev.jcompose.engine.EngineConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.awaitility.Awaitility;

/** A process whose kernel has no watch left: keeps the log of a container in the folder that it is told, and says what it did. */
final class UnwatchedLogs {
    private UnwatchedLogs() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws IOException {
        var paths = new ContainerPaths(EngineConfig.open(Path.of(args[0], "data"), Path.of(args[0], "run")));
        var request = Json.read(
                "{\"Image\":\"x\",\"HostConfig\":{\"LogConfig\":{\"Type\":\"json-file\",\"Config\":{\"max-size\":\"1k\"}}}}"
                        .getBytes(StandardCharsets.UTF_8),
                CreateContainer.class);
        String id = "c".repeat(64);
        var container = new Container(new ContainerRecord(
                id, "box", Json.ZERO_TIME, null, "", request, List.of(), ContainerRecord.State.CREATED));
        Files.createDirectories(paths.data(id));
        Files.createDirectories(paths.bundle(id).folder());
        Files.createFile(paths.bundle(id).folder().resolve("ctl"));
        Path log = Files.createFile(paths.log(id));
        try (var rotation = new LogRotation(paths)) {
            rotation.watch(container);
            long seen = container.logChanges.version();
            Files.write(log, new byte[2000], StandardOpenOption.APPEND);
            Awaitility.await().until(() -> Files.exists(LogFiles.part(log, 1)));
            System.out.println("rotated " + Files.size(LogFiles.part(log, 1)));
            Awaitility.await().until(() -> container.logChanges.version() > seen);
            System.out.println("told");
            rotation.forget(container);
        }
    }
}
