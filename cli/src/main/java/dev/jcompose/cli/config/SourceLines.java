package dev.jcompose.cli.config;

import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.source.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lines of the files that problems are in. */
final class SourceLines {
    private final Map<String, List<String>> files = new HashMap<>();

    /** @param standardInput what was read there, else empty */
    SourceLines(String standardInput) {
        files.put("<stdin>", standardInput.lines().toList());
    }

    /** The line, or an empty one where the file has none. */
    String line(String file, int line) {
        List<String> lines = files.computeIfAbsent(file, SourceLines::read);
        return line < 1 || line > lines.size() ? "" : lines.get(line - 1);
    }

    /** The whole file, with plain line ends. */
    String text(String file) {
        return String.join("\n", files.computeIfAbsent(file, SourceLines::read));
    }

    private static List<String> read(String file) {
        try {
            Path path = Path.of(file);
            return Files.isRegularFile(path) ? TextFile.read(path).lines().toList() : List.of();
        } catch (IOException e) {
            return List.of(); // an unreadable file is a problem that was told already
        }
    }

    /** The column after the last one of what stands at a position: a quoted text, a key or a plain value. */
    int end(Position at) {
        String line = line(at.file(), at.line());
        int start = Math.min(
                line.length(),
                line.offsetByCodePoints(0, Math.min(at.column() - 1, line.codePointCount(0, line.length()))));
        int end = start;
        char quote = start < line.length() ? line.charAt(start) : 0;
        if (quote == '"' || quote == '\'') {
            int close = line.indexOf(quote, start + 1);
            end = close < 0 ? line.length() : close + 1;
        } else {
            while (end < line.length() && !ends(line, end)) {
                end++;
            }
        }
        return at.column() + Math.max(1, line.codePointCount(start, end));
    }

    private static boolean ends(String line, int at) {
        char c = line.charAt(at);
        boolean last = at + 1 == line.length() || line.charAt(at + 1) == ' ';
        return ",]}".indexOf(c) >= 0
                || (c == ':' && last)
                || (c == ' ' && at + 1 < line.length() && line.charAt(at + 1) == '#');
    }
}
