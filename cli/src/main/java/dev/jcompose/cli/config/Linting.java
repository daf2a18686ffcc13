package dev.jcompose.cli.config;

import dev.jcompose.cli.project.ProjectSource;
import dev.jcompose.compose.lint.Lint;
import dev.jcompose.compose.lint.UnusedVariables;
import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.model.Project;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.problem.Problem;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Likely mistakes, less those that a comment {@code # jcompose:ignore CODE} silences, on their line or the one above. */
final class Linting {
    private final ProjectSource source;

    Linting(ProjectSource source) {
        this.source = source;
    }

    /** The exit code is 1 where something was told and {@code strict}. */
    int print(LoadOptions options, boolean strict, PrintStream out, PrintStream err) {
        Project project = source.require(source.load(options.withAllResources(true)), err);
        List<Problem> all = new ArrayList<>(Lint.check(project));
        SourceLines lines = new SourceLines(source.readInput());
        all.addAll(variables(options, lines));
        List<Problem> told =
                all.stream().filter(problem -> !isSilenced(problem, lines)).toList();
        told.forEach(problem -> out.println(source.text(problem) + " [" + problem.code() + "]"));
        return strict && !told.isEmpty() ? 1 : 0;
    }

    private List<Problem> variables(LoadOptions options, SourceLines lines) {
        Mapping model = source.model(options.without(
                        LoadOptions.Step.INTERPOLATE, LoadOptions.Step.VALIDATE, LoadOptions.Step.NORMALISE))
                .value();
        List<Problem> unused = new ArrayList<>();
        for (String file : source.surroundings().envFiles()) {
            if (model != null) {
                unused.addAll(UnusedVariables.check(file, lines.text(file), model));
            }
        }
        return unused;
    }

    private static boolean isSilenced(Problem problem, SourceLines lines) {
        String file = problem.position().file();
        int line = problem.position().line();
        Pattern silence = Pattern.compile("#.*jcompose:ignore\\b.*\\b" + Pattern.quote(problem.code()) + "\\b.*");
        String above = lines.line(file, line - 1);
        return silence.matcher(lines.line(file, line)).find()
                || (above.stripLeading().startsWith("#")
                        && silence.matcher(above).find());
    }
}
