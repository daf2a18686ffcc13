package dev.jcompose.cli.output;

import java.util.ArrayList;
import java.util.List;

/** The words of a build, which come in pieces, as lines. Of a line that a program wrote over and over the last state counts. */
final class SpokenLines {
    /** A line that is longer is told in parts. */
    private static final int LONGEST = 1 << 16;

    private final StringBuilder begun = new StringBuilder();

    /** The lines that this piece ends; blank ones are left out. */
    List<String> take(String piece) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', from)) {
            begun.append(piece, from, end);
            end(lines);
            from = end + 1;
        }
        begun.append(piece, from, piece.length());
        if (begun.length() > LONGEST) {
            // Of what is written over the last state alone counts, which its own end may follow.
            begun.delete(0, begun.lastIndexOf("\r", begun.length() - 2) + 1);
        }
        if (begun.length() > LONGEST) {
            end(lines);
        }
        return lines;
    }

    private void end(List<String> lines) {
        String line = begun();
        if (!line.isEmpty()) {
            lines.add(line);
        }
        begun.setLength(0);
    }

    /** What has come so far of the line that has not ended; empty where that is blank. */
    String begun() {
        String line = begun.toString().stripTrailing();
        return line.substring(line.lastIndexOf('\r') + 1);
    }
}
