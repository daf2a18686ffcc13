package dev.jcompose.cli.output;

import dev.jcompose.api.stack.StackEvent;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells a container that takes another's place as Compose does, by the one name that its user knows. The plan has steps for both:
 * the old one makes way under a name with its id before it, and leaves when the new one runs.
 */
final class RecreationProgress implements StackProgress {
    private static final Pattern MADE_WAY = Pattern.compile("[0-9a-f]{12}_(.+)");

    private final StackProgress shown;
    /** Names that the old containers have given up. */
    private final Set<String> taken = new HashSet<>();

    RecreationProgress(StackProgress shown) {
        this.shown = shown;
    }

    @Override
    public void show(StackEvent event) {
        StackEvent.Progress step = event.step();
        // What fails is told by the name that it has.
        if (step == null
                || !step.object().equals("container")
                || !(step.phase().equals("started") || step.phase().equals("done"))) {
            shown.show(event);
            return;
        }
        boolean begins = step.phase().equals("started");
        Matcher old = MADE_WAY.matcher(step.name());
        if (old.matches() && step.action().equals("rename")) {
            taken.add(old.group(1));
            if (begins) {
                shown.show(as(step, "recreate", old.group(1)));
            }
        } else if (old.matches() && taken.contains(old.group(1))) {
            if (!step.action().equals("remove")) {
                shown.show(as(step, "replace", old.group(1)));
            }
        } else if (taken.contains(step.name()) && step.action().equals("create")) {
            if (!begins) {
                shown.show(as(step, "recreate", step.name()));
            }
        } else {
            shown.show(event);
        }
    }

    private static StackEvent as(StackEvent.Progress step, String action, String name) {
        return StackEvent.step(step.as(action, name));
    }

    @Override
    public void resized() {
        shown.resized();
    }

    @Override
    public void close() {
        shown.close();
    }
}
