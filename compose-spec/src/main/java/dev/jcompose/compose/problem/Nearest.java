package dev.jcompose.compose.problem;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The known name that somebody may have meant by an unknown one. */
public final class Nearest {
    /** Among more names none is looked for: each of ten thousand faults would go through them all. */
    private static final int MOST_NAMES = 200;

    private Nearest() {}

    /** {@code did you mean "NAME"?} of the known name that is like this one; null where none is. */
    public static @Nullable String suggestion(String name, Collection<String> known) {
        String near = name(name, known);
        return near == null ? null : "did you mean \"%s\"?".formatted(near);
    }

    /** The nearest of the names that differ in at most a third of the letters, and one; null where none does. */
    public static @Nullable String name(String name, Collection<String> known) {
        if (known.size() > MOST_NAMES) {
            return null;
        }
        String best = null;
        int bound = Math.max(1, name.length() / 3) + 1;
        for (String candidate : known) {
            if (Math.abs(candidate.length() - name.length()) < bound) {
                int distance = distance(name, candidate);
                if (distance < bound) {
                    bound = distance;
                    best = candidate;
                }
            }
        }
        return best;
    }

    /** How many letters must be added, dropped, changed, or exchanged with the next. */
    private static int distance(String left, String right) {
        int[][] steps = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
                int least = Math.min(steps[i - 1][j], steps[i][j - 1]) + 1;
                least = Math.min(least, steps[i - 1][j - 1] + change);
                if (i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1)) {
                    least = Math.min(least, steps[i - 2][j - 2] + 1);
                }
                steps[i][j] = least;
            }
        }
        return steps[left.length()][right.length()];
    }
}
