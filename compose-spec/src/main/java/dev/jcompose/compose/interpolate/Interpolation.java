package dev.jcompose.compose.interpolate;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Origin;
import dev.jcompose.compose.node.Path;
import dev.jcompose.compose.node.PathRules;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import dev.jcompose.compose.node.SharedTexts;
import dev.jcompose.compose.problem.Problems;
import dev.jcompose.compose.source.Document;
import org.jspecify.annotations.Nullable;

/** Replaces the variables in every value (never in keys) and casts what the format wants typed. */
public final class Interpolation {
    private final Document document;
    private final Variables variables;
    private final Problems problems;
    private final SharedTexts texts = new SharedTexts();

    public Interpolation(Document document, Variables variables, Problems problems) {
        this.document = document;
        this.variables = variables;
        this.problems = problems;
    }

    /** The model with its variables replaced; values that have none are left out and reported. */
    public Mapping interpolate(Mapping model) {
        return (Mapping) mapping(model, Path.ROOT, Casts.RULES);
    }

    private Node mapping(Mapping mapping, Path path, PathRules<Cast> rules) {
        return mapping.map((key, value) -> node(value, path.key(key), rules.key(key)));
    }

    private @Nullable Node node(Node node, Path path, PathRules<Cast> rules) {
        return switch (node) {
            case Mapping mapping -> mapping(mapping, path, rules);
            case Sequence sequence -> sequence.map((i, item) -> node(item, path.item(i), rules.item()));
            case Scalar scalar ->
                scalar.value() instanceof String text ? text(scalar, text, path, rules.rule()) : scalar;
        };
    }

    private @Nullable Scalar text(Scalar scalar, String text, Path path, @Nullable Cast cast) {
        if (cast == null && text.indexOf('$') < 0) {
            return scalar;
        }
        try {
            String replaced =
                    texts.shared(new Template(variables, name -> unset(problems, name, scalar)).substitute(text));
            Object value = cast == null ? replaced : cast.cast(replaced, scalar, problems);
            if (value.equals(text)) {
                return scalar;
            }
            return new Scalar(value, scalar.origin().then(Origin.Step.INTERPOLATION, text));
        } catch (TemplateException e) {
            int dollar = (int)
                    text.substring(0, e.offset()).chars().filter(c -> c == '$').count();
            problems.error(e.code(), document.dollar(scalar.position(), dollar), path, String.valueOf(e.getMessage()));
        } catch (CastException e) {
            problems.error("wrong-type", scalar.position(), path, String.valueOf(e.getMessage()));
        }
        return null;
    }

    /** Warns that a variable of a value has no value itself. */
    public static void unset(Problems problems, String name, Scalar scalar) {
        problems.warn(
                "unset-variable",
                scalar.position(),
                "The \"%s\" variable is not set. Defaulting to a blank string.".formatted(name));
    }
}
