package dev.jcompose.compose.lint;

import dev.jcompose.compose.interpolate.VariableUse;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import dev.jcompose.compose.problem.Problem;
import dev.jcompose.compose.problem.Severity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Variables that a file of variables sets and nothing names. */
public final class UnusedVariables {
    private static final Pattern SETTING =
            Pattern.compile("(?m)^[ \\t]*(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_.]*)[ \\t]*=");
    private static final Pattern NAMED = Pattern.compile("\\$\\{?([A-Za-z_][A-Za-z0-9_]*)");

    private final Set<String> used = new HashSet<>();

    private UnusedVariables() {}

    /**
     * What the text of a file sets for nothing.
     *
     * @param model canonical, its variables not replaced
     */
    public static List<Problem> check(String file, String text, Mapping model) {
        UnusedVariables variables = new UnusedVariables();
        variables.used.addAll(VariableUse.of(model).keySet());
        variables.collect(model, file);
        Matcher named = NAMED.matcher(text);
        while (named.find()) {
            variables.used.add(named.group(1));
        }
        return variables.unused(file, text);
    }

    private List<Problem> unused(String file, String text) {
        List<Problem> problems = new ArrayList<>();
        Matcher setting = SETTING.matcher(text);
        while (setting.find()) {
            String name = setting.group(1);
            boolean ours = name.startsWith("COMPOSE_") || name.startsWith("DOCKER_");
            if (!ours && !used.contains(name) && !used.contains("*")) {
                int start = setting.start(1);
                int line = 1
                        + (int) text.substring(0, start)
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
                int column = start - (text.lastIndexOf('\n', start - 1) + 1) + 1;
                problems.add(new Problem(
                        "unused-variable",
                        Severity.WARNING,
                        "nothing names the variable " + name,
                        new Position(file, line, column),
                        null,
                        List.of()));
            }
        }
        return problems;
    }

    /** Names that stand alone, as in {@code environment: [NAME]}, and everything where a service reads the file itself. */
    private void collect(Node node, String file) {
        switch (node) {
            case Mapping mapping ->
                mapping.entries().forEach(entry -> {
                    if (entry.value().isNull()) {
                        used.add(entry.key());
                    }
                    collect(entry.value(), file);
                });
            case Sequence sequence -> sequence.items().forEach(item -> collect(item, file));
            case Scalar scalar -> {
                if (scalar.string() != null) {
                    // A name alone in a list has its value by now.
                    used.add(scalar.text().equals(file) ? "*" : scalar.text().split("=", 2)[0]);
                }
            }
        }
    }
}
