package dev.jcompose.compose.problem;

import dev.jcompose.compose.node.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a stack file.
 *
 * @param code a stable name of the kind of problem, for editors and for silencing
 * @param suggestion what would work, where that is known
 * @param related other places that the fault is about
 */
public record Problem(
        String code,
        Severity severity,
        String message,
        Position position,
        @Nullable String suggestion,
        List<Related> related) {
    /** Another place, and what is there. */
    public record Related(Position position, String message) {}

    /** {@code file:line:column: message}. */
    public String text() {
        String where = position.toString();
        String what = suggestion == null ? message : message + " (" + suggestion + ")";
        return where.isEmpty() ? what : where + ": " + what;
    }
}
