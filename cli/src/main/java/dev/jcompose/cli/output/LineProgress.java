package dev.jcompose.cli.output;

import dev.jcompose.api.stack.StackEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A line for each beginning and each end of a step, and the lines that builds and pulls say meanwhile, each whole. Where several
 * go on at once, each line bears the name of what it is about. What a build says is a log that Compose writes to standard output.
 */
final class LineProgress implements StackProgress {
    private final Consumer<String> steps;
    private final Consumer<String> log;
    private final Consumer<String> warnings;
    private final Set<String> talking = new HashSet<>();
    /** By the name of who speaks. */
    private final Map<String, SpokenLines> begun = new HashMap<>();

    private boolean several;

    /** @param log what builds say */
    LineProgress(Consumer<String> steps, Consumer<String> log, Consumer<String> warnings) {
        this.steps = steps;
        this.log = log;
        this.warnings = warnings;
    }

    @Override
    public void show(StackEvent event) {
        StackEvent.Progress step = event.step();
        if (step == null) {
            if (event.type().equals("warning")) {
                warnings.accept("warning: " + event.message());
            }
        } else if (!step.phase().equals("progress")) {
            turn(step);
        } else if (step.part().isEmpty()) {
            talk(step);
        }
    }

    private void turn(StackEvent.Progress step) {
        if (step.phase().equals("started")) {
            if (step.action().equals("build") || step.action().equals("pull")) {
                talking.add(step.name());
                several |= talking.size() > 1;
            }
        } else if (talking.remove(step.name())) {
            SpokenLines words = begun.remove(step.name());
            if (words != null) {
                say(step, words.begun());
            }
            several &= !talking.isEmpty();
        }
        boolean wordless = step.message().isEmpty() || step.phase().equals("kept");
        steps.accept(" " + StackProgress.subject(step) + " " + StackProgress.word(step)
                + (wordless ? "" : " " + step.message()));
    }

    private void talk(StackEvent.Progress step) {
        begun.computeIfAbsent(step.name(), _ -> new SpokenLines())
                .take(step.message())
                .forEach(line -> say(step, line));
    }

    private void say(StackEvent.Progress step, String line) {
        if (!line.isEmpty()) {
            (step.action().equals("build") ? log : steps).accept(several ? step.name() + " | " + line : line);
        }
    }

    @Override
    public void close() {}
}
