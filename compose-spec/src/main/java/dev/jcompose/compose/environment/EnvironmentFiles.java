package dev.jcompose.compose.environment;

import dev.jcompose.compose.interpolate.Variables;
import dev.jcompose.compose.node.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Files of variables on disk. */
public final class EnvironmentFiles {
    private EnvironmentFiles() {}

    /**
     * What files of the dotenv language set together; later ones win, {@code current} wins inside values.
     *
     * @throws EnvironmentFileException where a file is missing, a folder or malformed
     */
    public static Map<String, String> load(Map<String, String> current, List<String> files, Consumer<String> unset)
            throws EnvironmentFileException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String file : files) {
            Path path = Path.of(file).toAbsolutePath().normalize();
            if (!Files.exists(path)) {
                throw new EnvironmentFileException(whole(path), "couldn't find env file: " + path);
            }
            if (Files.isDirectory(path)) {
                throw new EnvironmentFileException(whole(path), "is a directory");
            }
            Variables known = name -> {
                String value = current.get(name);
                return value == null ? values.get(name) : value;
            };
            read(path, "", known, values, unset);
        }
        return values;
    }

    /**
     * Adds what one file sets to {@code values}.
     *
     * @param format empty for the dotenv language, or {@code raw}
     */
    public static void read(
            Path file, String format, Variables known, Map<String, String> values, Consumer<String> unset)
            throws EnvironmentFileException {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new EnvironmentFileException(whole(file), "cannot be read: " + e.getMessage());
        }
        switch (format) {
            case "", ".env" -> DotEnv.read(file.toString(), text, known, values, unset);
            case "raw" -> RawEnv.read(file.toString(), text, known, values);
            default ->
                throw new EnvironmentFileException(whole(file), "unsupported env_file format \"%s\"".formatted(format));
        }
    }

    private static Position whole(Path file) {
        return new Position(file.toString(), 0, 0);
    }
}
