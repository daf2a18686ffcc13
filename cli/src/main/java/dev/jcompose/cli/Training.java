package dev.jcompose.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the build runs once so that the JVM's start-up cache holds the classes of everyday commands. Prints nothing; an
 * everyday command that fails here fails the training.
 */
final class Training {
    private static final List<List<String>> COMMANDS = List.of(
            List.of("version"),
            List.of("help"),
            List.of("up", "--help"),
            List.of("__complete", "-f", "samples/web-db/compose.yaml", "logs", ""),
            List.of("-f", "samples/web-db/compose.yaml", "config"),
            List.of("-f", "samples/microservices/compose.yaml", "config", "--format", "json"),
            List.of("-p", "web-db", "ps"),
            List.of("-p", "web-db", "stop"),
            List.of("-f", "samples/web-db/compose.yaml", "plan"),
            List.of("-f", "samples/web-db/compose.yaml", "up", "-d", "--wait"),
            List.of("-f", "samples/web-db/compose.yaml", "down"));

    private Training() {}

    static int run(Map<String, String> env, Path cwd) throws IOException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        try (TrainingDaemon daemon = new TrainingDaemon()) {
            Map<String, String> trained = new HashMap<>(env);
            trained.put("JCOMPOSE_HOST", "unix://" + daemon.socket());
            return COMMANDS.stream()
                    .mapToInt(words -> Main.run(
                            words, trained, cwd, InputStream.nullInputStream(), nowhere, nowhere, Terminal.NONE))
                    .max()
                    .orElse(0);
        }
    }
}
