package dev.jcompose.compose.problem;

import dev.jcompose.compose.node.Path;
import dev.jcompose.compose.node.Position;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong while the phases go on with the rest. Not thread-safe: a load has one. */
public final class Problems {
    private final Set<Problem> found = new LinkedHashSet<>();
    private final Set<String> faulty = new HashSet<>();
    private boolean refused;

    public void error(String code, Position position, String message) {
        error(code, position, message, null);
    }

    public void error(String code, Position position, String message, @Nullable String suggestion) {
        refused = true;
        found.add(new Problem(code, Severity.ERROR, message, position, suggestion));
    }

    /** A fault of the value at {@code path}, which is left out of the model from here on. */
    public void error(String code, Position position, Path path, String message) {
        error(code, position, path, message, null);
    }

    public void error(String code, Position position, Path path, String message, @Nullable String suggestion) {
        faulty.add(path.toString());
        error(code, position, path.parent() == null ? message : path + ": " + message, suggestion);
    }

    /** A fault of the value at {@code path}, told in words that name its place themselves. */
    public void unknown(String code, Position position, Path path, String message, @Nullable String suggestion) {
        faulty.add(path.toString());
        error(code, position, message, suggestion);
    }

    public void warn(String code, Position position, String message) {
        found.add(new Problem(code, Severity.WARNING, message, position, null));
    }

    /** Whether the value at {@code path} was left out because of a fault, so that its absence is no second one. */
    public boolean leftOut(Path path) {
        return faulty.contains(path.toString());
    }

    /** Whether an error is among them. */
    public boolean refused() {
        return refused;
    }

    /** In the order in which they were found. */
    public List<Problem> list() {
        return List.copyOf(found);
    }
}
