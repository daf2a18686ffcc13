package dev.jcompose.compose.source;

import dev.jcompose.compose.node.Position;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * What the parser's error means to who wrote the file.
 *
 * @param position where to look: rather what was opened and not closed than where that was noticed
 */
record SyntaxFault(
        Position position, String message, @Nullable String suggestion) {
    static SyntaxFault of(String file, String text, MarkedYAMLException error, Bounds read) {
        return new Reader(file, text, error, read).fault();
    }

    /** Reads one error in its text. */
    private record Reader(String file, String text, MarkedYAMLException error, Bounds read) {
        private SyntaxFault fault() {
            Mark at = error.getProblemMark();
            String problem = error.getProblem();
            if (at == null || problem == null) {
                return new SyntaxFault(new Position(file, 0, 0), String.valueOf(error.getMessage()), null);
            }
            Mark from = error.getContextMark() == null ? at : error.getContextMark();
            if (problem.contains("that cannot start any token")) {
                return badStart(at);
            }
            if (problem.equals("mapping values are not allowed here")) {
                return colon(at);
            }
            if (problem.equals("could not find expected ':'")) {
                return noColon(from, at);
            }
            if (problem.equals("sequence entries are not allowed here")) {
                return at(at, "a list cannot begin in the line of its key", "put each item in a line of its own");
            }
            if (problem.startsWith("found unexpected")) {
                return at(from, "the quote that opens here is not closed", "close it with " + character(from));
            }
            if (problem.startsWith("found unknown escape")) {
                return at(
                        at,
                        "\\%s is no escape".formatted(character(at)),
                        "write \\\\ for a backslash, or use single quotes");
            }
            if (problem.startsWith("expected <block end>")) {
                return block(from, at, problem);
            }
            if (problem.startsWith("expected ',' or")) {
                return flow(from, at);
            }
            if (problem.startsWith("expected the node content")) {
                CollectionStartEvent open = read.innermost();
                return open != null && open.isFlow()
                        ? flow(open.getStartMark(), at)
                        : at(at, "a value is missing here", null);
            }
            if (problem.startsWith("expected '<document start>'")) {
                return at(
                        at,
                        "what begins here is outside of the file's first mapping",
                        "begin all keys of the top level in the same column");
            }
            if (problem.startsWith("expected a comment or a line break") || problem.startsWith("expected chomping")) {
                return at(at, "text stands behind the | or > of a block", "begin the text in the next line");
            }
            if (String.valueOf(error.getContext()).startsWith("while scanning a tag")) {
                return at(at, "a tag ends with a space", "put one before " + character(at));
            }
            if (String.valueOf(error.getContext()).startsWith("while scanning an a")) {
                return at(
                        from,
                        "a value that begins with %s must be a name".formatted(character(from)),
                        "put it in quotes");
            }
            return at(at, problem, null);
        }

        private SyntaxFault badStart(Mark at) {
            String character = character(at);
            if (!character.equals("\t")) {
                return at(at, "a value cannot begin with " + character, "put it in quotes");
            }
            return isFirst(at)
                    ? at(at, "a tab indents this line", "indent with spaces")
                    : at(at, "a tab stands before a value", "use a space");
        }

        /** A colon that makes a key where a value is. */
        private SyntaxFault colon(Mark at) {
            String head = head(at);
            if (head.contains(": ")) {
                return at(at, "a value without quotes cannot hold \": \"", "put the value in quotes");
            }
            int start = start(at) - 1;
            int above = at.getLine();
            String before = lineBefore(start);
            while (start > 0 && isBlank(before)) {
                start = text.lastIndexOf('\n', start - 1);
                before = lineBefore(start);
                above--;
            }
            int column = keyColumn(before);
            if (column == indent(head)) {
                return noKey(new Position(file, above, column + 1), before.substring(column));
            }
            return new SyntaxFault(
                    new Position(file, at.getLine() + 1, indent(head) + 1),
                    "%s stands below line %d, which has its value already".formatted(head.strip(), above),
                    "indent it as line %d, by %d".formatted(above, column));
        }

        private SyntaxFault noColon(Mark from, Mark at) {
            String rest = rest(from);
            return rest.startsWith("\"") || rest.startsWith("'")
                    ? unclosed(from, at)
                    : noKey(YamlReader.position(file, from), rest);
        }

        /** Text where a key or an item of a list should be. */
        private static SyntaxFault noKey(Position position, String line) {
            String text = line.replaceFirst("\\s+#.*", "").strip();
            String key = MissingSpace.afterColon(text);
            String item = MissingSpace.afterDash(text);
            if (key == null && item == null) {
                return new SyntaxFault(
                        position,
                        text + " is neither a key nor an item of a list",
                        "write %s: or - %s".formatted(text, text));
            }
            String where = key == null ? "dash" : "colon";
            return new SyntaxFault(
                    position,
                    "a space is missing behind the %s of %s".formatted(where, text),
                    "write " + (key == null ? item : key));
        }

        private SyntaxFault unclosed(Mark from, Mark at) {
            return at(
                    from,
                    "the quote that opens here closes only in line %d".formatted(at.getLine() + 1),
                    "close it in its own line");
        }

        /** Something else where a mapping or list in block form goes on or ends. */
        private SyntaxFault block(Mark from, Mark at, String problem) {
            if (read.last() instanceof ScalarEvent scalar && !scalar.isPlain() && !isFirst(at)) {
                Mark opens = scalar.getStartMark();
                String quote = character(opens);
                return opens.getLine() < at.getLine()
                        ? unclosed(opens, at)
                        : at(
                                at,
                                "text stands behind the closing quote",
                                "write %s for a quote inside".formatted(quote.equals("'") ? "''" : "\\\""));
            }
            if (!isFirst(at)) {
                return at(at, "the value has ended before this", "put the whole value in quotes");
            }
            boolean item = problem.endsWith("'-'") || problem.endsWith("'<block sequence start>'");
            boolean list = String.valueOf(error.getContext()).contains("collection");
            if (at.getColumn() == from.getColumn()) {
                return item
                        ? at(at, "an item of a list stands among the keys of a mapping", "indent it below its key")
                        : at(at, "this is no item of the list that it stands in", "begin it with \"- \"");
            }
            return at(
                    at,
                    "indented by %d, but the %s above, of line %d, by %d"
                            .formatted(at.getColumn(), list ? "list" : "mapping", from.getLine() + 1, from.getColumn()),
                    "indent it as what it belongs to");
        }

        /** A list or mapping in brackets that does not go on as it may. */
        private SyntaxFault flow(Mark open, Mark at) {
            String bracket = character(open);
            String close = bracket.equals("[") ? "]" : "}";
            boolean below = at.getLine() > open.getLine();
            boolean left = below && indent(line(at)) <= indent(line(open));
            return left || at.getIndex() >= text.codePointCount(0, text.length())
                    ? at(open, "the %s that opens here is not closed".formatted(bracket), "close it with " + close)
                    : at(at, "expected , or %s before this".formatted(close), null);
        }

        private SyntaxFault at(Mark mark, String message, @Nullable String suggestion) {
            return new SyntaxFault(YamlReader.position(file, mark), message, suggestion);
        }

        private boolean isFirst(Mark mark) {
            return head(mark).isBlank();
        }

        private String character(Mark mark) {
            String rest = rest(mark);
            return rest.isEmpty() ? "" : Character.toString(rest.codePointAt(0));
        }

        private int offset(Mark mark) {
            return text.offsetByCodePoints(0, mark.getIndex());
        }

        /** Where the line of a mark starts. */
        private int start(Mark mark) {
            return text.offsetByCodePoints(offset(mark), -mark.getColumn());
        }

        /** The line of a mark, up to it. */
        private String head(Mark mark) {
            return text.substring(start(mark), offset(mark));
        }

        /** The line of a mark, from it on. */
        private String rest(Mark mark) {
            int end = text.indexOf('\n', offset(mark));
            return text.substring(offset(mark), end < 0 ? text.length() : end);
        }

        private String line(Mark mark) {
            return head(mark) + rest(mark);
        }

        /** The line that ends at {@code end}. */
        private String lineBefore(int end) {
            return end < 0 ? "" : text.substring(text.lastIndexOf('\n', end - 1) + 1, end);
        }

        private static boolean isBlank(String line) {
            return line.isBlank() || line.stripLeading().startsWith("#");
        }

        private static int indent(String line) {
            return line.length() - line.stripLeading().length();
        }

        /** Where the key of a line begins, behind the dashes of lists. */
        private static int keyColumn(String line) {
            int column = indent(line);
            while (line.startsWith("- ", column)) {
                column += 2 + indent(line.substring(column + 2));
            }
            return column;
        }
    }
}
