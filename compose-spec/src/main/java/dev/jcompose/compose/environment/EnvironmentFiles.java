package dev.jcompose.compose.environment;

import dev.jcompose.compose.interpolate.Variables;
import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.source.Room;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Files of variables on disk. */
public final class EnvironmentFiles {
    private static final Pattern COMMENT = Pattern.compile("^\\s*#.*|(?<=^[^\"'#]{0,1000})\\s#.*");

    /** What decoding puts in the place of bytes that are no UTF-8. */
    private static final char NO_CHARACTER = '\uFFFD';

    private EnvironmentFiles() {}

    /**
     * What files of the dotenv language set together; later ones win, {@code current} wins inside values.
     *
     * @throws EnvironmentFileException where a file is missing, a folder or malformed
     */
    public static Map<String, String> load(
            Map<String, String> current, List<String> files, Room room, Consumer<String> unset)
            throws EnvironmentFileException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String file : files) {
            Path path = Path.of(file).toAbsolutePath().normalize();
            if (!Files.exists(path)) {
                throw new EnvironmentFileException(whole(path), "couldn't find this env file");
            }
            if (Files.isDirectory(path)) {
                throw new EnvironmentFileException(whole(path), "is a directory");
            }
            Variables known = name -> {
                String value = current.get(name);
                return value == null ? values.get(name) : value;
            };
            read(path, "", room, known, values, unset);
        }
        return values;
    }

    /**
     * Adds what one file sets to {@code values}.
     *
     * @param format empty for the dotenv language, or {@code raw}
     */
    public static void read(
            Path file, String format, Room room, Variables known, Map<String, String> values, Consumer<String> unset)
            throws EnvironmentFileException {
        String text;
        try {
            text = text(file, room);
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

    /** Bytes that are no UTF-8 may stand in comments, as for Compose, which hands on those of values as they are. */
    private static String text(Path file, Room room) throws IOException, EnvironmentFileException {
        if (Files.size(file) > room.bytes()) {
            throw new EnvironmentFileException(Room.TOO_LARGE, whole(file), room.refusal());
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            int number = 0;
            for (String line : text.split("\n", -1)) {
                number++;
                int at = COMMENT.matcher(line).replaceFirst("").indexOf(NO_CHARACTER);
                if (at >= 0) {
                    throw new EnvironmentFileException(
                            new Position(file.toString(), number, line.codePointCount(0, at) + 1),
                            "is not UTF-8 (save the file as UTF-8)");
                }
            }
            return text;
        }
    }

    private static Position whole(Path file) {
        return new Position(file.toString(), 0, 0);
    }
}
