package dev.jcompose.compose.source;

import java.io.StringReader;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * The text under SnakeYAML's scanner, which asks for a mark at the same place again and again: where a token ends the next one
 * begins. One mark for each place halves their number, and marks are a sixth of what reading a file leaves to the collector.
 */
final class TextReader extends StreamReader {
    private @Nullable Mark last;

    TextReader(String text) {
        super(new StringReader(text));
    }

    @Override
    public Mark getMark() {
        Mark mark = last;
        if (mark == null || mark.getIndex() != getIndex() || isBlind(mark)) {
            mark = super.getMark();
            last = mark;
        }
        return mark;
    }

    /** Whether the mark was made before the text at its place was read, as the first one is; it could not show it. */
    private static boolean isBlind(Mark mark) {
        return mark.getPointer() >= mark.getBuffer().length;
    }
}
