package dev.jcompose.api.client;

import dev.jcompose.api.error.EngineException;
import java.util.Arrays;

/**
 * The keys by which a user leaves a container's terminal without ending anything. Looks at input as it passes; what may be the
 * beginning of the sequence is held back until the next key decides.
 */
public final class DetachKeys {
    private static final String DEFAULT = "ctrl-p,ctrl-q";

    private final byte[] sequence;
    private int matched;
    private boolean detached;

    private DetachKeys(byte[] sequence) {
        this.sequence = sequence;
    }

    /** {@code ctrl-p,ctrl-q}; empty takes that. Throws INVALID. */
    public static DetachKeys parse(String text) {
        String[] keys = (text.isEmpty() ? DEFAULT : text).split(",", -1);
        byte[] sequence = new byte[keys.length];
        for (int i = 0; i < keys.length; i++) {
            sequence[i] = key(keys[i]);
        }
        return new DetachKeys(sequence);
    }

    private static byte key(String key) {
        if (key.length() == 1) {
            return (byte) key.charAt(0);
        }
        if (key.length() == 6 && key.startsWith("ctrl-")) {
            char c = key.charAt(5);
            if ((c >= 'a' && c <= 'z') || "@[\\]^_".indexOf(c) >= 0) {
                return (byte) (Character.toUpperCase(c) - '@');
            }
        }
        throw EngineException.invalid("Invalid detach keys (\"" + key + "\") provided: write a letter or ctrl-<value>");
    }

    /** What of the {@code length} first bytes goes on to the container now. */
    public byte[] pass(byte[] input, int length) {
        byte[] passed = new byte[length + matched];
        int n = 0;
        for (int i = 0; i < length && !detached; i++) {
            byte b = input[i];
            while (matched > 0 && b != sequence[matched]) {
                // Sequences are of distinct keys in practice: what was held back goes on as it is.
                System.arraycopy(sequence, 0, passed, n, matched);
                n += matched;
                matched = 0;
            }
            if (b == sequence[matched]) {
                matched++;
                detached = matched == sequence.length;
            } else {
                passed[n++] = b;
            }
        }
        return Arrays.copyOf(passed, n);
    }

    public boolean detached() {
        return detached;
    }
}
