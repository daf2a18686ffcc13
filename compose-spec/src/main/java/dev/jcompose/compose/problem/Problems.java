package dev.jcompose.compose.problem;

import dev.jcompose.compose.node.Path;
import dev.jcompose.compose.node.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong while the phases go on with the rest. A fault of a value that several places share, by an
 * alias or by extending, is one problem. Not thread-safe: a load has its own.
 */
public final class Problems {
    /** One fault, wherever it shows. */
    private record Fault(String code, Position position, String message) {}

    private final Map<Fault, Problem> found = new LinkedHashMap<>();
    private final Set<String> faulty = new HashSet<>();
    private boolean refused;
    private boolean incomplete;

    public void error(String code, Position position, String message) {
        error(code, position, message, (String) null);
    }

    public void error(String code, Position position, String message, @Nullable String suggestion) {
        add(new Fault(code, position, message), Severity.ERROR, message, suggestion, List.of());
    }

    /** A fault between two places: the one that breaks a rule, and the one that it breaks it against. */
    public void error(String code, Position position, String message, Problem.Related related) {
        add(new Fault(code, position, message), Severity.ERROR, message, null, List.of(related));
    }

    /** A fault of the value at {@code path}, which is left out of the model from here on. */
    public void error(String code, Position position, Path path, String message) {
        error(code, position, path, message, null);
    }

    public void error(String code, Position position, Path path, String message, @Nullable String suggestion) {
        faulty.add(path.toString());
        String text = path.parent() == null ? message : path + ": " + message;
        add(new Fault(code, position, message), Severity.ERROR, text, suggestion, List.of());
    }

    /** A file that the model lacks, so that nothing can be said of what is missing in the rest. */
    public void missingFile(String code, Position position, String message) {
        missingFile(code, position, message, null);
    }

    public void missingFile(String code, Position position, String message, @Nullable String suggestion) {
        missingFile();
        error(code, position, message, suggestion);
    }

    /** As {@link #missingFile(String, Position, String)}, for what is told elsewhere. */
    public void missingFile() {
        incomplete = true;
    }

    public void warn(String code, Position position, String message) {
        add(new Fault(code, position, message), Severity.WARNING, message, null, List.of());
    }

    private void add(
            Fault fault, Severity severity, String text, @Nullable String suggestion, List<Problem.Related> related) {
        refused |= severity == Severity.ERROR;
        found.putIfAbsent(fault, new Problem(fault.code, severity, text, fault.position, suggestion, related));
    }

    /** Says that the value at {@code path} is not there because of a fault that was told elsewhere. */
    public void leaveOut(Path path) {
        faulty.add(path.toString());
    }

    /** Whether the value at {@code path} was left out because of a fault, so that its absence is no second one. */
    public boolean leftOut(Path path) {
        return !faulty.isEmpty() && faulty.contains(path.toString());
    }

    /** What is faulty below {@code from} is so below {@code to} as well. */
    public void share(Path from, Path to) {
        String prefix = from + ".";
        List<String> below =
                faulty.stream().filter(path -> path.startsWith(prefix)).toList();
        below.forEach(path -> faulty.add(to + "." + path.substring(prefix.length())));
    }

    /** Whether an error is among them. */
    public boolean refused() {
        return refused;
    }

    /** Whether a file is missing from the model. */
    public boolean incomplete() {
        return incomplete;
    }

    /** File by file as they were met, by place within each. */
    public List<Problem> list() {
        Map<String, Integer> files = new HashMap<>();
        found.values().forEach(problem -> files.putIfAbsent(problem.position().file(), files.size()));
        List<Problem> sorted = new ArrayList<>(found.values());
        sorted.sort(Comparator.comparing(
                        (Problem problem) -> files.get(problem.position().file()))
                .thenComparing(Problem::position));
        return List.copyOf(sorted);
    }
}
