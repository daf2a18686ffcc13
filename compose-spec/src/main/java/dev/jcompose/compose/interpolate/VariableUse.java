package dev.jcompose.compose.interpolate;

import dev.jcompose.compose.node.CodePoints;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;

/**
 * A variable that a model names.
 *
 * @param defaultValue empty where it has none
 * @param presenceValue what stands in its place where it is set; empty where it stands itself
 * @param required whether the model cannot be read without it
 */
public record VariableUse(String name, String defaultValue, String presenceValue, boolean required) {

    /** The variables of a model by name, also those inside the defaults of others; the last text that uses one counts. */
    public static Map<String, VariableUse> of(Mapping model) {
        Map<String, VariableUse> uses = new TreeMap<>(CodePoints.ORDER);
        collect(model, uses);
        return uses;
    }

    /** The variables of one text by name. */
    public static Map<String, VariableUse> of(String template) {
        Map<String, VariableUse> uses = new TreeMap<>(CodePoints.ORDER);
        collect(template, uses);
        return uses;
    }

    private static void collect(Node node, Map<String, VariableUse> uses) {
        switch (node) {
            case Mapping mapping -> mapping.forEach((_, value) -> collect(value, uses));
            case Sequence sequence -> sequence.items().forEach(item -> collect(item, uses));
            case Scalar scalar -> {
                if (scalar.value() instanceof String text) {
                    collect(text, uses);
                }
            }
        }
    }

    private static void collect(String text, Map<String, VariableUse> uses) {
        Matcher matcher = Template.VARIABLE.matcher(text);
        while (matcher.find()) {
            if (matcher.group("named") != null) {
                add(new Expression(matcher.group("named"), "", ""), uses);
            } else if (matcher.group("braced") != null) {
                String whole = matcher.group();
                int close = Template.closingBrace(whole);
                if (close >= 0) {
                    collect(whole.substring(close + 1), uses); // first, so that of one text the first use counts
                }
                add(Expression.of(close < 0 ? matcher.group("braced") : whole.substring(2, close)), uses);
            } else if (matcher.group("invalid") != null) {
                add(new Expression("", "", ""), uses); // Compose lists what it cannot read under no name
            }
        }
    }

    private static void add(Expression expression, Map<String, VariableUse> uses) {
        String operand = expression.operand();
        boolean required = expression.operator().endsWith("?");
        String defaultValue = expression.operator().endsWith("-") ? operand : "";
        String presenceValue = expression.operator().endsWith("+") ? operand : "";
        uses.put(expression.name(), new VariableUse(expression.name(), defaultValue, presenceValue, required));
        collect(defaultValue, uses);
        collect(presenceValue, uses);
    }
}
