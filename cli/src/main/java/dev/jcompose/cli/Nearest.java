package dev.jcompose.cli;

import java.util.Collection;
import java.util.Comparator;

/** What a mistyped word was probably meant to be. */
final class Nearest {
    private static final int MOST_EDITS = 2;

    private Nearest() {}

    /** {@code , did you mean "logs"?}, or nothing where no word is near. */
    static String hint(String typed, Collection<String> known) {
        int most = Math.min(MOST_EDITS, typed.length() / 2);
        return known.stream()
                .filter(word -> edits(typed, word) <= most)
                .min(Comparator.comparingInt((String word) -> edits(typed, word))
                        .thenComparing(word -> word))
                .map(word -> ", did you mean \"" + word + "\"?")
                .orElse("");
    }

    /** Letters put in, left out, changed, or swapped with their neighbour, at the least. */
    static int edits(String a, String b) {
        int[][] least = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                least[i][j] = i == 0 ? j : j == 0 ? i : step(least, a, b, i, j);
            }
        }
        return least[a.length()][b.length()];
    }

    private static int step(int[][] least, String a, String b, int i, int j) {
        int changed = least[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(changed, Math.min(least[i - 1][j], least[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, least[i - 2][j - 2] + 1) : best;
    }
}
