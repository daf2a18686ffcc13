package dev.jcompose.cli.output.template;

import dev.jcompose.cli.output.template.Node.Command;
import dev.jcompose.cli.output.template.Node.Operand;
import dev.jcompose.cli.output.template.Node.Pipeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One execution of a template over one row. */
final class Evaluation {
    private enum Flow {
        NEXT,
        BREAK,
        CONTINUE
    }

    /** A variable, shared by the scopes that see it. */
    private static final class Cell {
        @Nullable
        Object value;

        Cell(@Nullable Object value) {
            this.value = value;
        }
    }

    private final StringBuilder out = new StringBuilder();
    private final Map<String, ?> row;
    private final Map<String, Function> functions;
    private Map<String, Cell> variables = new HashMap<>();

    Evaluation(Map<String, ?> row, Map<String, Function> functions) {
        this.row = row;
        this.functions = functions;
        variables.put("", new Cell(row));
    }

    String of(List<Node> nodes) {
        walk(nodes, row);
        return out.toString();
    }

    private Flow walk(List<Node> nodes, @Nullable Object dot) {
        for (Node node : nodes) {
            Flow flow = switch (node) {
                case Node.Text text -> text(text.text());
                case Node.Print print -> print(print.value(), dot);
                case Node.If choice -> scoped(() -> choose(choice, dot));
                case Node.With with -> scoped(() -> with(with, dot));
                case Node.Range range -> scoped(() -> range(range, dot));
                case Node.Break end -> Flow.BREAK;
                case Node.Continue again -> Flow.CONTINUE;
            };
            if (flow != Flow.NEXT) {
                return flow;
            }
        }
        return Flow.NEXT;
    }

    private Flow text(String text) {
        out.append(text);
        return Flow.NEXT;
    }

    private Flow print(Pipeline pipeline, @Nullable Object dot) {
        @Nullable Object value = value(pipeline, dot);
        if (pipeline.variables().isEmpty()) {
            out.append(value == null ? "<no value>" : Values.text(value));
        }
        return Flow.NEXT;
    }

    /** Variables that are declared inside end with it. */
    private Flow scoped(java.util.function.Supplier<Flow> body) {
        Map<String, Cell> outside = variables;
        variables = new HashMap<>(outside);
        Flow flow = body.get();
        variables = outside;
        return flow;
    }

    private Flow choose(Node.If choice, @Nullable Object dot) {
        return walk(Values.isTrue(value(choice.condition(), dot)) ? choice.then() : choice.otherwise(), dot);
    }

    private Flow with(Node.With with, @Nullable Object dot) {
        @Nullable Object value = value(with.value(), dot);
        return Values.isTrue(value) ? walk(with.body(), value) : walk(with.otherwise(), dot);
    }

    private Flow range(Node.Range range, @Nullable Object dot) {
        Pipeline pipeline = range.values();
        @Nullable Object values = value(new Pipeline(List.of(), false, pipeline.commands()), dot);
        Map<Object, @Nullable Object> elements = elements(values, pipeline);
        if (elements.isEmpty()) {
            return walk(range.otherwise(), dot);
        }
        for (Map.Entry<Object, @Nullable Object> element : elements.entrySet()) {
            Flow flow = scoped(() -> {
                List<String> names = pipeline.variables();
                if (!names.isEmpty()) {
                    assign(names.getLast(), pipeline.declares(), element.getValue());
                }
                if (names.size() == 2) {
                    assign(names.getFirst(), pipeline.declares(), element.getKey());
                }
                return walk(range.body(), element.getValue());
            });
            if (flow == Flow.BREAK) {
                break;
            }
        }
        return Flow.NEXT;
    }

    /** Of a list by index, of a map by key in its order, of a number those below it. */
    private static Map<Object, @Nullable Object> elements(@Nullable Object values, Pipeline pipeline) {
        Map<Object, @Nullable Object> elements = new TreeMap<>();
        switch (values) {
            case null -> {}
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    elements.put((long) i, list.get(i));
                }
            }
            case Map<?, ?> map -> map.forEach((key, value) -> elements.put(String.valueOf(key), value));
            case Integer below -> below(elements, below);
            case Long below -> below(elements, below);
            default ->
                throw new Fault(
                        pipeline.commands().getFirst().words().getFirst().offset(),
                        "range goes over a list or a map, not over " + Values.kind(values));
        }
        return elements;
    }

    private static void below(Map<Object, @Nullable Object> elements, long below) {
        for (long i = 0; i < below; i++) {
            elements.put(i, i);
        }
    }

    private @Nullable Object value(Pipeline pipeline, @Nullable Object dot) {
        @Nullable Object value = null;
        boolean piped = false;
        for (Command command : pipeline.commands()) {
            value = value(command, dot, piped ? java.util.Collections.singletonList(value) : List.of());
            piped = true;
        }
        for (String name : pipeline.variables()) {
            assign(name, pipeline.declares(), value);
        }
        return value;
    }

    private void assign(String name, boolean declares, @Nullable Object value) {
        @Nullable Cell cell = declares ? null : variables.get(name);
        if (cell == null) {
            variables.put(name, new Cell(value));
        } else {
            cell.value = value;
        }
    }

    /** @param last what comes by a pipe, as the last argument */
    private @Nullable Object value(Command command, @Nullable Object dot, List<@Nullable Object> last) {
        Operand first = command.words().getFirst();
        List<Operand> rest = command.words().subList(1, command.words().size());
        try {
            if (first instanceof Node.Function function) {
                return call(function, rest, last, dot);
            }
            @Nullable Object value = operand(first, dot);
            if (value instanceof Method method) {
                return method.call(arguments(rest, last, dot));
            }
            if (!rest.isEmpty() || !last.isEmpty()) {
                throw new Fault(first.offset(), "this takes no arguments: it is " + Values.kind(value));
            }
            return value;
        } catch (Fault fault) {
            throw fault.at(first.offset());
        }
    }

    /** {@code and} and {@code or} look no further than they must. */
    private @Nullable Object call(
            Node.Function called, List<Operand> rest, List<@Nullable Object> last, @Nullable Object dot) {
        String name = called.name();
        if (name.equals("and") || name.equals("or")) {
            @Nullable Object value = null;
            for (Operand operand : rest) {
                value = operand(operand, dot);
                if (Values.isTrue(value) == name.equals("or")) {
                    return value;
                }
            }
            return last.isEmpty() ? value : last.getFirst();
        }
        return java.util.Objects.requireNonNull(functions.get(name)).call(arguments(rest, last, dot));
    }

    private List<@Nullable Object> arguments(List<Operand> rest, List<@Nullable Object> last, @Nullable Object dot) {
        List<@Nullable Object> arguments = new ArrayList<>();
        rest.forEach(operand -> arguments.add(operand(operand, dot)));
        arguments.addAll(last);
        return arguments;
    }

    private @Nullable Object operand(Operand operand, @Nullable Object dot) {
        return switch (operand) {
            case Node.Literal literal -> literal.value();
            case Node.Dot self -> dot;
            case Node.Variable variable -> java.util.Objects.requireNonNull(variables.get(variable.name())).value;
            case Node.Group group -> value(group.pipeline(), dot);
            case Node.Function function -> call(function, List.of(), List.of(), dot);
            case Node.Field field -> field(field, operand(field.of(), dot));
        };
    }

    /** A row is checked for its fields, as it is the same for all; a map inside of it may lack any. */
    @SuppressWarnings("ReferenceEquality") // the row itself, not a map like it
    private @Nullable Object field(Node.Field field, @Nullable Object of) {
        if (!(of instanceof Map<?, ?> map)) {
            throw new Fault(field.offset(), "no field " + field.name() + " in " + Values.kind(of));
        }
        if (map == row && !map.containsKey(field.name())) {
            throw new Fault(
                    field.offset(),
                    "no field " + field.name() + "; a row has "
                            + String.join(", ", row.keySet().stream().sorted().toList()));
        }
        return map.get(field.name());
    }
}
