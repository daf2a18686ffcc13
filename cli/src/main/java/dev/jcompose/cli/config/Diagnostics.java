package dev.jcompose.cli.config;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.cli.project.ProjectSettings;
import dev.jcompose.cli.project.ProjectSource;
import dev.jcompose.compose.LoadResult;
import dev.jcompose.compose.environment.EnvironmentFileException;
import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.model.Project;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.node.Sequence;
import dev.jcompose.compose.output.JsonWriter;
import dev.jcompose.compose.problem.Problem;
import dev.jcompose.compose.problem.Severity;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Problems for editors: a JSON array of {@code {code, severity, message, file, start, end, related, suggestion}}, where
 * start and end are {@code {line, column}} from 1, the end behind the last character.
 */
final class Diagnostics {
    private final SourceLines lines;

    private Diagnostics(SourceLines lines) {
        this.lines = lines;
    }

    /** Prints every problem; the exit code is 1 where an error is among them. */
    static int print(ProjectSettings settings, LoadOptions options, PrintStream out) {
        try {
            ProjectSource source = new ProjectSource(settings);
            LoadResult<Project> result = source.load(options);
            print(result.problems(), source.readInput(), out);
            return result.value() == null ? 1 : 0;
        } catch (EngineException e) {
            if (e.getCause() instanceof EnvironmentFileException fault) {
                String message = String.valueOf(fault.getMessage());
                Problem problem = new Problem("env-file", Severity.ERROR, message, fault.position(), null, List.of());
                print(List.of(problem), "", out);
                return 1;
            }
            throw e;
        }
    }

    private static void print(List<Problem> problems, String input, PrintStream out) {
        Diagnostics diagnostics = new Diagnostics(new SourceLines(input));
        List<Node> all = new ArrayList<>();
        problems.forEach(problem -> all.add(diagnostics.tree(problem)));
        out.println(JsonWriter.plain(new Sequence(all, Position.NOWHERE)));
    }

    private Mapping tree(Problem problem) {
        Position at = problem.position();
        return Mapping.builder(Position.NOWHERE)
                .put("code", problem.code())
                .put("severity", problem.severity().name().toLowerCase(Locale.ROOT))
                .put("message", problem.message())
                .put("file", at.file())
                .put("start", place(at.line(), at.column()))
                .put("end", place(at.line(), at.line() == 0 ? 0 : lines.end(at)))
                .put("related", related(problem))
                .put("suggestion", problem.suggestion())
                .build();
    }

    private static Sequence related(Problem problem) {
        List<Node> all = new ArrayList<>();
        for (Problem.Related related : problem.related()) {
            Position at = related.position();
            all.add(Mapping.builder(Position.NOWHERE)
                    .put("message", related.message())
                    .put("file", at.file())
                    .put("start", place(at.line(), at.column()))
                    .build());
        }
        return new Sequence(all, Position.NOWHERE);
    }

    private static Mapping place(int line, int column) {
        return Mapping.builder(Position.NOWHERE)
                .put("line", (long) line)
                .put("column", (long) column)
                .build();
    }
}
