package dev.jcompose.compose.load;

import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.problem.Problems;
import dev.jcompose.compose.source.Document;
import dev.jcompose.compose.source.Room;
import dev.jcompose.compose.source.TextFile;
import dev.jcompose.compose.source.YamlReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The documents of stack files, each file read once. */
final class Sources {
    private final Room room;
    private final Problems problems;
    private final Map<String, List<Document>> read = new HashMap<>();

    Sources(Room room, Problems problems) {
        this.room = room;
        this.problems = problems;
    }

    List<Document> documents(StackFile file) {
        List<Document> known = read.get(file.path());
        if (known == null) {
            String text = file.text() == null ? text(file.path()) : file.text();
            known = text == null ? List.of() : YamlReader.read(file.name(), text, room, problems);
            read.put(file.path(), known);
        }
        return known;
    }

    private @org.jspecify.annotations.Nullable String text(String path) {
        Position top = new Position(path, 0, 0);
        try {
            Path file = Path.of(path);
            if (Files.isDirectory(file)) {
                problems.missingFile("unreadable", top, "is a directory");
            } else if (Files.size(file) > room.bytes()) {
                problems.missingFile(Room.TOO_LARGE, top, room.refusal());
            } else {
                return TextFile.read(file);
            }
        } catch (NoSuchFileException e) {
            problems.missingFile("no-such-file", top, "no such file or directory");
        } catch (CharacterCodingException e) {
            problems.missingFile("yaml", top, "is not UTF-8", "save it as UTF-8");
        } catch (IOException e) {
            problems.missingFile("unreadable", top, "cannot be read: " + e.getMessage());
        }
        return null;
    }
}
