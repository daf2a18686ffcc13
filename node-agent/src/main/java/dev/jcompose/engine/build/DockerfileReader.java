package dev.jcompose.engine.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits the text of a Dockerfile into instructions: directives, comments, continuations, flags and heredocs. */
final class DockerfileReader {
    private static final Pattern DIRECTIVE = Pattern.compile("^#\\s*([a-zA-Z][a-zA-Z0-9]*)\\s*=\\s*(.+?)\\s*$");
    private static final Pattern INSTRUCTION = Pattern.compile("^([A-Za-z]+)(?:\\s+(.*))?$", Pattern.DOTALL);
    private static final Pattern FLAG = Pattern.compile("^--([a-z][a-z-]*)(?:=(.*))?$", Pattern.DOTALL);
    private static final Pattern HEREDOC =
            Pattern.compile("(?<![<\\\\])\\d*<<(-?)(['\"]?)([A-Za-z_][A-Za-z0-9_.-]*)\\2(?=\\s|$|[;|&>)])");
    private static final Set<String> WITH_HEREDOCS = Set.of("RUN", "COPY", "ADD");

    private final List<String> lines;
    private final List<Line> found = new ArrayList<>();
    private char escape = '\\';
    private int at;

    private DockerfileReader(String text) {
        this.lines = text.lines().toList();
    }

    record Source(char escape, List<Line> lines) {}

    static Source read(String text) {
        var reader = new DockerfileReader(text.startsWith("\uFEFF") ? text.substring(1) : text);
        reader.directives();
        reader.instructions();
        return new Source(reader.escape, List.copyOf(reader.found));
    }

    private void directives() {
        while (at < lines.size()) {
            Matcher directive = DIRECTIVE.matcher(lines.get(at).strip());
            if (!directive.matches()) {
                return;
            }
            String value = directive.group(2);
            switch (directive.group(1).toLowerCase(Locale.ROOT)) {
                case "escape" -> {
                    if (!value.equals("\\") && !value.equals("`")) {
                        throw Line.fault(at + 1, "invalid escape token '" + value + "': it can be \\ or `");
                    }
                    escape = value.charAt(0);
                }
                // The language of this builder is the one it has; an image that would interpret another is not fetched.
                case "syntax", "check" -> {}
                default -> {
                    return;
                }
            }
            at++;
        }
    }

    private void instructions() {
        while (at < lines.size()) {
            String first = lines.get(at).strip();
            if (first.isEmpty() || first.startsWith("#")) {
                at++;
                continue;
            }
            int number = at + 1;
            found.add(instruction(number, joined()));
        }
    }

    /** The instruction that begins here, its continuation lines joined; comments and empty lines within are passed over. */
    private String joined() {
        var text = new StringBuilder();
        boolean more = true;
        boolean isFirst = true;
        while (more && at < lines.size()) {
            String line = lines.get(at++);
            String bare = line.strip();
            if (!isFirst && (bare.isEmpty() || bare.startsWith("#"))) {
                continue;
            }
            String stripped = isFirst ? line.stripLeading() : line;
            String trimmed = stripped.stripTrailing();
            more = trimmed.endsWith(String.valueOf(escape));
            text.append(more ? trimmed.substring(0, trimmed.length() - 1) : stripped);
            isFirst = false;
        }
        return text.toString().strip();
    }

    private Line instruction(int number, String text) {
        Matcher parts = INSTRUCTION.matcher(text);
        if (!parts.matches()) {
            throw Line.fault(number, "unknown instruction: " + text.split("\\s", 2)[0]);
        }
        String keyword = parts.group(1).toUpperCase(Locale.ROOT);
        String rest = parts.group(2) == null ? "" : parts.group(2).strip();
        var flags = new ArrayList<Line.Flag>();
        while (rest.startsWith("--")) {
            String word = firstWord(rest);
            Matcher flag = FLAG.matcher(unquoted(word));
            if (!flag.matches()) {
                break;
            }
            flags.add(new Line.Flag(flag.group(1), flag.group(2) == null ? "true" : flag.group(2)));
            rest = rest.substring(word.length()).strip();
        }
        var heredocs =
                WITH_HEREDOCS.contains(keyword) && !rest.startsWith("[") ? heredocs(number, rest) : List.<Heredoc>of();
        return new Line(number, keyword, List.copyOf(flags), rest, heredocs, text);
    }

    private String firstWord(String text) {
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (Character.isWhitespace(c)) {
                return text.substring(0, i);
            }
        }
        return text;
    }

    private static String unquoted(String word) {
        return word.replace("\"", "").replace("'", "");
    }

    private List<Heredoc> heredocs(int number, String text) {
        var all = new ArrayList<Heredoc>();
        Matcher marks = HEREDOC.matcher(text);
        while (marks.find()) {
            if (!isQuoted(text, marks.start())) {
                all.add(document(
                        number,
                        marks.group(3),
                        marks.group(2).isEmpty(),
                        !marks.group(1).isEmpty()));
            }
        }
        return List.copyOf(all);
    }

    private static boolean isQuoted(String text, int end) {
        char quote = 0;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
        }
        return quote != 0;
    }

    private Heredoc document(int number, String name, boolean expands, boolean stripsTabs) {
        var content = new StringBuilder();
        while (at < lines.size()) {
            String line = lines.get(at++);
            String compared = stripsTabs ? line.replaceFirst("^\t+", "") : line;
            if (compared.equals(name)) {
                return new Heredoc(name, expands, stripsTabs, content.toString());
            }
            content.append(compared).append('\n');
        }
        throw Line.fault(number, "unterminated heredoc " + name);
    }
}
