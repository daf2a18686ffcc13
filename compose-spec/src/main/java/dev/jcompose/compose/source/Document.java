package dev.jcompose.compose.source;

import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Position;
import java.util.List;

/**
 * One document of a file.
 *
 * @param resets paths of values marked {@code !reset} or {@code !override}: what was there before goes
 * @param text of the whole file
 */
public record Document(Node root, List<List<String>> resets, String text) {
    /** Where the dollar number {@code index}, counted from 0, of a value stands that begins at {@code start}. */
    public Position dollar(Position start, int index) {
        int line = start.line();
        int lineStart = 0;
        for (int i = 1; i < line; i++) {
            lineStart = text.indexOf('\n', lineStart) + 1;
        }
        int at = text.offsetByCodePoints(lineStart, start.column() - 1) - 1;
        for (int i = 0; i <= index; i++) {
            at = text.indexOf('$', at + 1);
            if (at < 0) {
                return start; // an escape in quotes stands for the dollar
            }
        }
        for (int end = text.indexOf('\n', lineStart); end >= 0 && end < at; end = text.indexOf('\n', lineStart)) {
            lineStart = end + 1;
            line++;
        }
        return line == start.line() ? start : new Position(start.file(), line, text.codePointCount(lineStart, at) + 1);
    }
}
