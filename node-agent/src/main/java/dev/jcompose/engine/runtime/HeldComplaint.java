package dev.jcompose.engine.runtime;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The line in red that the runtime writes to the terminal of a process that it cannot run. It comes before anybody knows of the
 * failure, so what a terminal begins with is held back for as long as it may be that line and nothing more. One thread's.
 */
final class HeldComplaint {
    private static final String RED = "\u001b[1;31m";

    /** A time and words, as far as they have come. */
    private static final Pattern BEHIND = Pattern.compile("(\\d[-\\d:.T]*(Z(:( [^\\n]*\\n?)?)?)?)?");

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
        return mayBeComplaint(new String(held, StandardCharsets.ISO_8859_1)) ? NOTHING : rest();
    }

    private static boolean mayBeComplaint(String text) {
        return text.startsWith(RED)
                ? BEHIND.matcher(text.substring(RED.length())).matches()
                : RED.startsWith(text);
    }

    /** What was held back and is no complaint, as the process did run. */
    byte[] rest() {
        released = true;
        byte[] all = held;
        held = NOTHING;
        return all;
    }
}
