package dev.jcompose.engine.runtime;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line in red that the runtime writes to the terminal of a process that it cannot run. It comes before anybody knows of the
 * failure, so what a terminal begins with is held back for as long as it may be that line and nothing more. One thread's.
 */
final class HeldComplaint {
    private static final Pattern LINE = Pattern.compile(
            "\u001b\\[1;31m\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z: [^\\n\u001b]*\u001b\\[0m\\r?\\n");
    private static final byte[] NOTHING = {};

    private byte[] held = NOTHING;
    private boolean released;

    /** What the terminal shows of its next bytes: nothing, they themselves, or they behind those that were held back. */
    byte[] shown(byte[] next) {
        if (released) {
            return next;
        }
        int before = held.length;
        held = Arrays.copyOf(held, before + next.length);
        System.arraycopy(next, 0, held, before, next.length);
        // A byte of output is a character here, whatever the process writes in.
        Matcher line = LINE.matcher(new String(held, StandardCharsets.ISO_8859_1));
        return line.matches() || line.hitEnd() ? NOTHING : rest();
    }

    /** What was held back and is no complaint, as the process did run. */
    byte[] rest() {
        released = true;
        byte[] all = held;
        held = NOTHING;
        return all;
    }
}
