package dev.jcompose.cli;

import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.api.stack.StackEvent;
import dev.jcompose.cli.output.StackProgress;
import java.io.IOException;

/**
 * What the command line itself does with a container, told as the steps of a plan are.
 *
 * @param action as {@link StackProgress#WORDS} has it
 * @param what is done, in a few words; may be empty
 */
public record OwnStep(String action, StackContainer container, String what) {
    /** What is done. */
    @FunctionalInterface
    public interface Work {
        void run() throws IOException;
    }

    /** Does it, and tells that it begins and how it ends. */
    public void take(Invocation at, Work work) throws IOException {
        try (StackProgress progress = at.progress()) {
            progress.show(in("started"));
            boolean done = false;
            try {
                work.run();
                done = true;
            } finally {
                progress.show(in(done ? "done" : "failed"));
            }
        }
    }

    private StackEvent in(String phase) {
        String name = container.name();
        return StackEvent.step(new StackEvent.Progress(action + " " + name, action, "", name, phase, what, "", 0, 0));
    }
}
