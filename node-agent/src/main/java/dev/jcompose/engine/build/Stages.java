package dev.jcompose.engine.build;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.build.Instruction.Transfer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** A Dockerfile cut into its stages. */
record Stages(List<Instruction.Arg> globals, List<Stage> all) {

    /** @param steps what follows FROM */
    record Stage(int index, Instruction.From from, List<Instruction> steps) {
        boolean isCalled(String name) {
            return from.as().equals(name.toLowerCase(Locale.ROOT)) && !name.isEmpty();
        }

        private Stage replaced() {
            return new Stage(
                    index, new Instruction.From(from.line(), from.as(), from.as(), from.platform()), List.of());
        }
    }

    static Stages of(List<Instruction> instructions) {
        var globals = new ArrayList<Instruction.Arg>();
        var stages = new ArrayList<Stage>();
        for (Instruction each : instructions) {
            switch (each) {
                case Instruction.From from -> stages.add(new Stage(stages.size(), from, new ArrayList<>()));
                case Instruction.Arg arg when stages.isEmpty() -> globals.add(arg);
                default -> {
                    if (stages.isEmpty()) {
                        throw each.line().fault("no build stage in current context: FROM must come first");
                    }
                    stages.getLast().steps().add(each);
                }
            }
        }
        if (stages.isEmpty()) {
            throw EngineException.invalid("the Dockerfile has no FROM");
        }
        return new Stages(List.copyOf(globals), List.copyOf(stages));
    }

    /** The same with each stage that a context is named after replaced by that context: nothing of it is run. */
    Stages replacing(Function<String, Optional<?>> context) {
        return new Stages(
                globals,
                all.stream()
                        .map(stage -> !stage.from().as().isEmpty()
                                        && context.apply(stage.from().as()).isPresent()
                                ? stage.replaced()
                                : stage)
                        .toList());
    }

    /** The stage called {@code name}, or its number, among those before {@code index}. */
    Optional<Stage> before(int index, String name) {
        Optional<Stage> named = all.subList(0, index).reversed().stream()
                .filter(s -> s.isCalled(name))
                .findFirst();
        return named.isPresent() || !name.matches("\\d{1,4}")
                ? named
                : Optional.of(Integer.parseInt(name)).filter(n -> n < index).map(all::get);
    }

    Stage target(String name) {
        if (name.isEmpty()) {
            return all.getLast();
        }
        return before(all.size(), name)
                .orElseThrow(() -> EngineException.invalid("target stage \"" + name + "\" could not be found"));
    }

    /** The stages that {@code target} needs, itself last; {@code baseOf} tells what its FROM means. */
    List<Stage> needed(Stage target, Function<Stage, String> baseOf) {
        var wanted = new TreeSet<Integer>();
        visit(target, wanted, baseOf);
        return wanted.stream().map(all::get).toList();
    }

    private void visit(Stage stage, TreeSet<Integer> wanted, Function<Stage, String> baseOf) {
        if (!wanted.add(stage.index())) {
            return;
        }
        before(stage.index(), baseOf.apply(stage)).ifPresent(s -> visit(s, wanted, baseOf));
        for (Instruction step : stage.steps()) {
            for (String from : sources(step)) {
                before(stage.index(), from).ifPresent(s -> visit(s, wanted, baseOf));
            }
        }
    }

    private static List<String> sources(Instruction step) {
        return switch (step) {
            case Instruction.Copy copy -> from(copy.transfer());
            case Instruction.Run run ->
                run.mounts().stream()
                        .map(m -> m.option("from", ""))
                        .filter(f -> !f.isEmpty())
                        .toList();
            default -> List.of();
        };
    }

    private static List<String> from(Transfer transfer) {
        return transfer.from().isEmpty() ? List.of() : List.of(transfer.from());
    }
}
