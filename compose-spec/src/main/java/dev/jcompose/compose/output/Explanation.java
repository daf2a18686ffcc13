package dev.jcompose.compose.output;

import dev.jcompose.compose.interpolate.VariableUse;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Origin;
import dev.jcompose.compose.node.Path;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where each value of a tree comes from: a line for the value, then one for every step that made it; no secret is told. */
public final class Explanation {
    private static final String MASK = "********";

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
        explanation.mapping(tree, Path.ROOT, Secrets.OF_STACK);
        return explanation.out.toString();
    }

    private void node(Node node, Path path, Secrets secrets) {
        switch (node) {
            case Mapping mapping when !mapping.isEmpty() -> mapping(mapping, path, secrets);
            case Sequence sequence
            when !sequence.items().isEmpty() -> {
                boolean next = false;
                for (int i = 0; i < sequence.items().size(); i++) {
                    Node item = sequence.items().get(i);
                    node(item, path.item(i), next ? Secrets.ALL : secrets.item());
                    next = item instanceof Scalar scalar && Secrets.isFlag(scalar.text());
                }
            }
            default -> leaf(node, path, secrets);
        }
    }

    private void mapping(Mapping mapping, Path path, Secrets secrets) {
        mapping.forEach((key, value) -> node(value, path.key(key), secrets.below(key)));
    }

    private void leaf(Node node, Path path, Secrets secrets) {
        String name = path.toString();
        boolean below = wanted.isEmpty()
                || name.equals(wanted)
                || name.startsWith(wanted + ".")
                || name.startsWith(wanted + "[");
        if (!below) {
            return;
        }
        boolean masked = node instanceof Scalar scalar && secrets.hold(scalar);
        out.append(name)
                .append(": ")
                .append(masked ? MASK : JsonWriter.plain(node))
                .append('\n');
        for (Origin step : node.origin().chain()) {
            out.append("    ").append(place.apply(masked ? masked(step) : step)).append('\n');
        }
    }

    /** A step whose template is told by its variables alone, as their defaults may be secret. */
    private static Origin masked(Origin step) {
        if (step.detail() == null || step.step() != Origin.Step.INTERPOLATION) {
            return step;
        }
        String names = VariableUse.of(step.detail()).keySet().stream()
                .map(name -> "${" + name + "}")
                .collect(Collectors.joining(" "));
        return new Origin.Derived(step.step(), step.position(), names, step.before());
    }
}
