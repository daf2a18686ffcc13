package dev.jcompose.compose;

import dev.jcompose.compose.problem.Problem;
import dev.jcompose.compose.problem.Severity;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a load gave.
 *
 * @param value null where an error is among the problems
 * @param problems everything that is wrong, in the order of the phases
 */
public record LoadResult<T>(@Nullable T value, List<Problem> problems) {
    /** The value of a load without errors. */
    public T orThrow() {
        if (value == null) {
            throw new ComposeException(problems);
        }
        return value;
    }

    public List<Problem> errors() {
        return of(Severity.ERROR);
    }

    public List<Problem> warnings() {
        return of(Severity.WARNING);
    }

    private List<Problem> of(Severity severity) {
        return problems.stream()
                .filter(problem -> problem.severity() == severity)
                .collect(Collectors.toList());
    }
}
