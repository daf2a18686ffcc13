package dev.jcompose.cli.output;

import java.util.ArrayList;
import java.util.List;

/** The words of a build, which come in pieces, as lines. Of a line that a program wrote over and over the last state counts. */
final class SpokenLines {
    private String begun = "";

    /** The lines that this piece ends; blank ones are left out. */
    List<String> take(String piece) {
        String text = begun + piece;
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            String line = lastState(text.substring(from, end));
            if (!line.isEmpty()) {
                lines.add(line);
            }
            from = end + 1;
        }
        begun = text.substring(from);
        return lines;
    }

    /** What has come so far of the line that has not ended; empty where that is blank. */
    String begun() {
        return lastState(begun);
    }

    private static String lastState(String line) {
        return line.substring(line.stripTrailing().lastIndexOf('\r') + 1).stripTrailing();
    }
}
