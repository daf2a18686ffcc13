package dev.jcompose.cli.output.template;

import dev.jcompose.api.error.EngineException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A template that has been read: <code>{{.Name}}: {{range .Publishers}}{{.PublishedPort}} {{end}}</code>. */
public final class Template {
    private final String text;
    private final List<Node> nodes;

    private Template(String text, List<Node> nodes) {
        this.text = text;
        this.nodes = nodes;
    }

    /** Throws INVALID naming the line and column of what is wrong, and what would work. */
    public static Template parse(String text) {
        try {
            return new Template(text, Parser.parse(text, Functions.ALL.keySet()));
        } catch (Fault fault) {
            throw invalid(text, fault);
        }
    }

    /** The text for one row. Throws INVALID for a field that the row has not, and for arguments that a function cannot take. */
    public String apply(Map<String, ?> row) {
        return apply(row, Functions.ALL);
    }

    /** The headings of a table: as {@link #apply}, but functions that change a text leave it as it is. */
    public String headings(Map<String, ?> row) {
        return apply(row, Functions.OF_HEADINGS);
    }

    private String apply(Map<String, ?> row, Map<String, Function> functions) {
        try {
            return new Evaluation(row, functions).of(nodes);
        } catch (Fault fault) {
            throw invalid(text, fault);
        }
    }

    /** A value as {@code json} writes it. */
    public static String json(@Nullable Object value) {
        return Functions.json(value);
    }

    private static EngineException invalid(String text, Fault fault) {
        return EngineException.invalid("--format " + text.strip() + ": " + fault.in(text));
    }
}
