package dev.jcompose.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A row of {@code docs/commands.md}: what becomes of a flag, and the test that shows it. */
record FlagRow(String verb, List<String> names, String state, String test, String method) {
    private static final Path TABLE = Launched.TOP.resolve("docs/commands.md");
    private static final Pattern ROW =
            Pattern.compile("\\| `(\\S+)` \\| `(\\S+)`(?:, `(\\S+)`)* \\| ([a-z ]+) \\| (\\w+)#(\\w+) \\|");
    private static final Pattern NAME = Pattern.compile("`(-\\S+?)`");

    static List<FlagRow> all() throws IOException {
        List<FlagRow> rows = new ArrayList<>();
        for (String line : Files.readAllLines(TABLE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                List<String> names =
                        NAME.matcher(line).results().map(name -> name.group(1)).toList();
                rows.add(new FlagRow(row.group(1), names, row.group(4), row.group(5), row.group(6)));
            }
        }
        return rows;
    }

    String key() {
        return verb + " " + String.join(" ", names);
    }
}
