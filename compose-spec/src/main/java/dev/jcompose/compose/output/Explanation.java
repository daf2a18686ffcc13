package dev.jcompose.compose.output;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Origin;
import dev.jcompose.compose.node.Path;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Where each value of a tree comes from: a line for the value, then one for every step that made it. */
public final class Explanation {
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(?:password|passwd|secret|token|api_?key|private_?key).*");

    private final StringBuilder out = new StringBuilder();
    private final String wanted;
    private final Function<Origin, String> place;

    private Explanation(String wanted, Function<Origin, String> place) {
        this.wanted = wanted;
        this.place = place;
    }

    /**
     * The story of every value at or below a path.
     *
     * @param wanted a path as {@code services.web.ports[0]}; empty or {@code .} for all
     * @param place how the place of a step is told, with what it used
     */
    public static String of(Mapping tree, String wanted, Function<Origin, String> place) {
        Explanation explanation = new Explanation(wanted.equals(".") ? "" : wanted, place);
        explanation.node(tree, Path.ROOT, false);
        return explanation.out.toString();
    }

    private void node(Node node, Path path, boolean secret) {
        switch (node) {
            case Mapping mapping
            when !mapping.isEmpty() ->
                mapping.entries()
                        .forEach(entry -> node(
                                entry.value(),
                                path.key(entry.key()),
                                secret || SECRET.matcher(entry.key()).matches()));
            case Sequence sequence
            when !sequence.items().isEmpty() -> {
                for (int i = 0; i < sequence.items().size(); i++) {
                    node(sequence.items().get(i), path.item(i), secret);
                }
            }
            default -> leaf(node, path, secret);
        }
    }

    private void leaf(Node node, Path path, boolean secret) {
        String name = path.toString();
        boolean below = wanted.isEmpty()
                || name.equals(wanted)
                || name.startsWith(wanted + ".")
                || name.startsWith(wanted + "[");
        if (!below) {
            return;
        }
        boolean masked = secret && name.contains(".environment.") && node instanceof Scalar;
        out.append(name)
                .append(": ")
                .append(masked ? "********" : JsonWriter.plain(node))
                .append('\n');
        for (Origin step : node.origin().chain()) {
            out.append("    ")
                    .append(place.apply(masked ? step.withoutDetail() : step))
                    .append('\n');
        }
    }
}
