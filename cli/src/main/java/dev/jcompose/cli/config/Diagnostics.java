package dev.jcompose.cli.config;

import dev.jcompose.cli.project.ProjectSource;
import dev.jcompose.compose.LoadResult;
import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.model.Project;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Origin;
import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.node.Sequence;
import dev.jcompose.compose.output.JsonWriter;
import dev.jcompose.compose.problem.Problem;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Problems for editors: a JSON array of {@code {code, severity, message, file, start, end, related, suggestion}}, where
 * start and end are {@code {line, column}} from 1, the end behind the last character.
 */
final class Diagnostics {
    private static final Origin NOWHERE = Origin.file(Position.NOWHERE);

    private final ProjectSource source;
    private final SourceLines lines = new SourceLines();

    Diagnostics(ProjectSource source) {
        this.source = source;
    }

    /** Prints every problem; the exit code is 1 where an error is among them. */
    int print(LoadOptions options, PrintStream out) {
        LoadResult<Project> result = source.load(options);
        List<Node> all = new ArrayList<>();
        result.problems().forEach(problem -> all.add(tree(problem)));
        out.println(JsonWriter.plain(new Sequence(all, NOWHERE)));
        return result.value() == null ? 1 : 0;
    }

    private Mapping tree(Problem problem) {
        Position at = problem.position();
        return Mapping.builder(NOWHERE)
                .put("code", problem.code())
                .put("severity", problem.severity().name().toLowerCase(Locale.ROOT))
                .put("message", problem.message())
                .put("file", at.file())
                .put("start", place(at.line(), at.column()))
                .put("end", place(at.line(), at.line() == 0 ? 0 : lines.end(at)))
                .put("related", new Sequence(List.of(), NOWHERE))
                .put("suggestion", problem.suggestion())
                .build();
    }

    private static Mapping place(int line, int column) {
        return Mapping.builder(NOWHERE)
                .put("line", (long) line)
                .put("column", (long) column)
                .build();
    }
}
