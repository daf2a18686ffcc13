package dev.jcompose.cli.config;

import dev.jcompose.cli.project.ProjectSource;
import dev.jcompose.compose.lint.Lint;
import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.model.Project;
import dev.jcompose.compose.problem.Problem;
import java.io.PrintStream;
import java.util.List;
import java.util.regex.Pattern;

/** Likely mistakes, less those that a comment {@code # jcompose:ignore CODE} silences, on their line or the one above. */
final class Linting {
    private final ProjectSource source;
    private final SourceLines lines = new SourceLines();

    Linting(ProjectSource source) {
        this.source = source;
    }

    /** The exit code is 1 where something was told and {@code strict}. */
    int print(LoadOptions options, boolean strict, PrintStream out, PrintStream err) {
        Project project = source.require(source.load(options.withAllResources(true)), err);
        List<Problem> told = Lint.check(project).stream()
                .filter(problem -> !isSilenced(problem))
                .toList();
        told.forEach(problem -> out.println(source.text(problem) + " [" + problem.code() + "]"));
        return strict && !told.isEmpty() ? 1 : 0;
    }

    private boolean isSilenced(Problem problem) {
        String file = problem.position().file();
        int line = problem.position().line();
        Pattern silence = Pattern.compile("#.*jcompose:ignore\\b.*\\b" + Pattern.quote(problem.code()) + "\\b.*");
        return silence.matcher(lines.line(file, line)).find()
                || silence.matcher(lines.line(file, line - 1)).find();
    }
}
