package dev.jcompose.compose;

import dev.jcompose.compose.problem.Problem;
import dev.jcompose.compose.problem.Severity;
import java.util.List;
import java.util.stream.Collectors;

/** A stack that was refused; the message has a line for every error. */
public final class ComposeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public ComposeException(List<Problem> problems) {
        super(problems.stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .map(Problem::text)
                .collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Errors and warnings. */
    public List<Problem> problems() {
        return problems;
    }
}
