package dev.jcompose.cli.output;

import dev.jcompose.api.stack.StackEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A line for each beginning and each end of a step, and the lines that builds and pulls say meanwhile, each whole. Where several
 * go on at once, each line bears the name of what it is about.
 */
final class LineProgress implements StackProgress {
    private final Consumer<String> steps;
    private final Consumer<String> warnings;
    private final Set<String> talking = new HashSet<>();
    /** The beginnings of lines whose ends have not come yet. */
    private final Map<String, String> begun = new HashMap<>();

    private boolean several;

    LineProgress(Consumer<String> steps, Consumer<String> warnings) {
        this.steps = steps;
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
            String rest = begun.remove(step.name());
            if (rest != null) {
                say(step, rest);
            }
            several &= !talking.isEmpty();
        }
        steps.accept(" " + StackProgress.subject(step) + "  " + StackProgress.word(step)
                + (step.message().isEmpty() ? "" : "  " + step.message()));
    }

    private void talk(StackEvent.Progress step) {
        String text = begun.getOrDefault(step.name(), "") + step.message();
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            say(step, text.substring(from, end));
            from = end + 1;
        }
        begun.put(step.name(), text.substring(from));
    }

    private void say(StackEvent.Progress step, String line) {
        // Of a line that a program wrote over and over the last state counts.
        String shown =
                line.substring(line.stripTrailing().lastIndexOf('\r') + 1).stripTrailing();
        if (!shown.isEmpty()) {
            steps.accept(several ? step.name() + " | " + shown : shown);
        }
    }

    @Override
    public void close() {}
}
