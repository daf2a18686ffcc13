package dev.jcompose.compose.output;

import java.util.Comparator;

/**
 * The order of a user's keys in Compose's YAML: numbers inside them by value, so that {@code a2} comes before
 * {@code a10}, and letters behind everything else. Not transitive for all keys, so nothing may sort by it that minds.
 */
final class KeyOrder implements Comparator<String> {
    static final KeyOrder INSTANCE = new KeyOrder();

    private KeyOrder() {}

    @Override
    public int compare(String left, String right) {
        int[] a = left.codePoints().toArray();
        int[] b = right.codePoints().toArray();
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            if (a[i] != b[i]) {
                return difference(a, b, i);
            }
        }
        return Integer.compare(a.length, b.length);
    }

    /** Compares at the first place where the keys differ. */
    private static int difference(int[] a, int[] b, int at) {
        boolean left = Character.isLetter(a[at]);
        boolean right = Character.isLetter(b[at]);
        if (left != right) {
            boolean afterDigit = at > 0 && Character.isDigit(a[at - 1]);
            return left == afterDigit ? -1 : 1;
        }
        if (left) {
            return Integer.compare(a[at], b[at]);
        }
        // Zeros that differ count only behind a number that has begun.
        long start = (a[at] == '0' || b[at] == '0') && numberBegan(a, at) ? 1 : 0;
        int endLeft = digitsEnd(a, at);
        int endRight = digitsEnd(b, at);
        int byNumber = Long.compare(number(a, at, endLeft, start), number(b, at, endRight, start));
        int byLength = Integer.compare(endLeft, endRight);
        return byNumber != 0 ? byNumber : byLength != 0 ? byLength : Integer.compare(a[at], b[at]);
    }

    private static boolean numberBegan(int[] key, int at) {
        for (int i = at - 1; i >= 0 && Character.isDigit(key[i]); i--) {
            if (key[i] != '0') {
                return true;
            }
        }
        return false;
    }

    private static int digitsEnd(int[] key, int from) {
        int end = from;
        while (end < key.length && Character.isDigit(key[end])) {
            end++;
        }
        return end;
    }

    private static long number(int[] key, int from, int to, long start) {
        long number = start;
        for (int i = from; i < to; i++) {
            number = number * 10 + (key[i] - '0');
        }
        return number;
    }
}
