package dev.jcompose.compose.source;

import java.io.StringReader;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * The text under SnakeYAML's scanner.
 *
 * <p>The scanner asks for a mark at the same place again and again: where a token ends the next one begins. One mark for each place
 * halves their number, and marks are a sixth of what reading a file leaves to the collector.
 *
 * <p>It takes {@code ?} and {@code :} between brackets for indicators more often than Compose's reader does, for which
 * {@code [http://x/?a=b, :80]} is two texts, some characters for none of an anchor's name, and tabs for faults that there are as good
 * as spaces: behind a key and at the end of a line. Where they are text it sees a letter in their place, and a space in that of a tab;
 * the text that it takes is the one that stands there.
 */
final class TextReader extends StreamReader {
    private static final int LETTER = 'x';

    private @Nullable Mark last;

    /** The character before the place, blanks not counted; a letter for any text. */
    private int before = '\n';

    /** Whether nothing is before the place in its line but blanks and what may be followed by a key, where tabs would indent. */
    private boolean isIndent = true;

    /** Whether what comes next is the name of an anchor, if anything is. */
    private boolean isName;

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

    @Override
    public int peek() {
        int c = super.peek();
        return c == '?' || c == ':' || c == '\t' || isName ? seen(c, 0) : c;
    }

    @Override
    public int peek(int index) {
        int c = super.peek(index);
        return c == '?' || c == ':' || c == '\t' || isName ? seen(c, index) : c;
    }

    private int seen(int c, int index) {
        if (c == '\t') {
            return isIndent ? c : ' ';
        }
        if (isName && c != '?' && c != ':') {
            return "/.*&".indexOf(c) >= 0 ? LETTER : c;
        }
        int next = super.peek(index + 1);
        boolean isText = c == '?'
                ? !isBlank(next)
                : index == 0 && before != LETTER
                        ? (before == '[' || before == ',') && !isBlank(next) && ",]}".indexOf(next) < 0
                        : next == '[' || next == '{';
        return isText ? LETTER : c;
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t' || c == 0 || isBreak(c);
    }

    private static boolean isBreak(int c) {
        return c == '\r' || c == '\n' || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    @Override
    public void forward(int length) {
        int passed = length == 0 ? ' ' : super.peek(length - 1);
        if (passed != ' ' && passed != '\t') {
            before = passed;
            boolean indicates = length == 1 && "-?:".indexOf(passed) >= 0 && isBlank(super.peek(1));
            isIndent = isBreak(passed) || (isIndent && indicates);
            isName = length == 1 && (passed == '&' || passed == '*');
        }
        super.forward(length);
    }

    @Override
    public String prefixForward(int length) {
        before = LETTER;
        isIndent = false;
        isName = false;
        return super.prefixForward(length);
    }
}
