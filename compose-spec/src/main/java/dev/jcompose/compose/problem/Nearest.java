package dev.jcompose.compose.problem;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The known name that somebody may have meant by an unknown one. */
public final class Nearest {
    private Nearest() {}

    /** {@code did you mean "NAME"?} of the known name that is like this one; null where none is. */
    public static @Nullable String suggestion(String name, Collection<String> known) {
        String near = name(name, known);
        return near == null ? null : "did you mean \"%s\"?".formatted(near);
    }

    /** The nearest of the names that differ in at most a third of the letters, and one; null where none does. */
    public static @Nullable String name(String name, Collection<String> known) {
        String best = null;
        int bound = Math.max(1, name.length() / 3) + 1;
        for (String candidate : known) {
            int distance = distance(name, candidate);
            if (distance < bound) {
                bound = distance;
                best = candidate;
            }
        }
        return best;
    }

    /** How many letters must be added, dropped or changed. */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
