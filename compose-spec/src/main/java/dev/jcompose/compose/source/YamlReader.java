package dev.jcompose.compose.source;

import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;

/** YAML text to documents. What cannot be read at all is reported and ends the file. */
public final class YamlReader {
    /** What a value takes of the heap, from its text to its canonical form. */
    private static final int BYTES_OF_A_VALUE = 160;

    private YamlReader() {}

    /** The documents of the text, as many as could be read. */
    public static List<Document> read(String file, String whole, Room room, Problems problems) {
        String text = whole.startsWith("\uFEFF") ? whole.substring(1) : whole;
        List<Document> documents = new ArrayList<>();
        Bounds events = new Bounds(file, parser(text, room), room.values());
        try {
            long memory = Runtime.getRuntime().maxMemory() / BYTES_OF_A_VALUE;
            if (text.length() > Math.min(memory, Room.USUAL.values())) { // a value takes a character at least
                WrittenValues.count(file, text, memory);
            }
            events.getEvent();
            NodeReader nodes = new NodeReader(file, text, events, problems);
            while (!events.checkEvent(Event.ID.StreamEnd)) {
                documents.add(nodes.document());
            }
        } catch (UnreadableException e) {
            problems.missingFile(e.code(), e.position(), String.valueOf(e.getMessage()), e.suggestion());
        } catch (MarkedYAMLException e) {
            SyntaxFault fault = SyntaxFault.of(file, text, e, events);
            problems.missingFile("yaml", fault.position(), fault.message(), fault.suggestion());
        } catch (ReaderException e) {
            problems.missingFile(
                    "yaml",
                    at(file, text, e.getPosition()),
                    "character U+%04X is not allowed in YAML".formatted(e.getCodePoint()));
        } catch (YAMLException e) {
            problems.missingFile("yaml", new Position(file, 0, 0), String.valueOf(e.getMessage()));
        }
        return documents;
    }

    private static Parser parser(String text, Room room) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit((int) room.bytes());
        return new ParserImpl(new TextReader(text), options);
    }

    static Position position(String file, @Nullable Mark mark) {
        return mark == null ? new Position(file, 0, 0) : new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static Position at(String file, String text, int codePoint) {
        int end = text.offsetByCodePoints(0, Math.min(codePoint, text.codePointCount(0, text.length())));
        int lineStart = text.lastIndexOf('\n', Math.max(0, end - 1)) + 1;
        int line = (int) text.substring(0, end).chars().filter(c -> c == '\n').count() + 1;
        return new Position(file, line, text.codePointCount(Math.min(lineStart, end), end) + 1);
    }
}
