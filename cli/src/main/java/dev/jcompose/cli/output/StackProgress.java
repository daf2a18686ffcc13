package dev.jcompose.cli.output;

import dev.jcompose.api.stack.StackEvent;
import java.io.PrintStream;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Shows how the steps of a plan go on. */
public interface StackProgress extends AutoCloseable {
    Map<String, String[]> WORDS = Map.ofEntries(
            Map.entry("create", new String[] {"Creating", "Created"}),
            Map.entry("keep running", new String[] {"Running", "Running"}),
            Map.entry("keep stopped", new String[] {"Stopped", "Stopped"}),
            Map.entry("start", new String[] {"Starting", "Started"}),
            Map.entry("stop", new String[] {"Stopping", "Stopped"}),
            Map.entry("restart", new String[] {"Restarting", "Started"}),
            Map.entry("kill", new String[] {"Killing", "Killed"}),
            Map.entry("pause", new String[] {"Pausing", "Paused"}),
            Map.entry("unpause", new String[] {"Unpausing", "Unpaused"}),
            Map.entry("remove", new String[] {"Removing", "Removed"}),
            Map.entry("clear away", new String[] {"Removing", "Removed"}),
            Map.entry("recreate", new String[] {"Recreate", "Recreated"}),
            Map.entry("replace", new String[] {"Replacing", "Replaced"}),
            Map.entry("rename", new String[] {"Renaming", "Renamed"}),
            // As Compose says it of all that --wait waits for, with a health check or without.
            Map.entry("await ready", new String[] {"Waiting", "Healthy"}),
            Map.entry("await healthy", new String[] {"Waiting", "Healthy"}),
            Map.entry("await completed", new String[] {"Waiting", "Exited"}),
            Map.entry("await steady", new String[] {"Watching", "Steady"}),
            Map.entry("lead ports to", new String[] {"Leading ports", "Has the ports"}),
            Map.entry("wait", new String[] {"Waiting", "Waited"}),
            Map.entry("pull", new String[] {"Pulling", "Pulled"}),
            Map.entry("check", new String[] {"Checking", "Checked"}),
            Map.entry("build", new String[] {"Building", "Built"}),
            Map.entry("copy", new String[] {"Copying", "Copied"}),
            Map.entry("export", new String[] {"Exporting", "Exported"}));

    void show(StackEvent event);

    @Override
    void close();

    /** The terminal has another size now. */
    default void resized() {}

    /** That draws over what it has drawn; {@code size} asks how large the terminal is. */
    static StackProgress drawn(PrintStream to, Ansi ansi, Supplier<TerminalSize> size) {
        return new RecreationProgress(new TerminalProgress(to, ansi, size, System::nanoTime));
    }

    /**
     * That needs no terminal: {@code quiet}, {@code json}, or else {@code plain}.
     *
     * @param log where {@code plain} puts what builds say
     */
    static StackProgress lines(String mode, PrintStream to, PrintStream log) {
        return switch (mode) {
            case "quiet" -> new LineProgress(line -> {}, line -> {}, to::println);
            case "json" -> new JsonProgress(to);
            default -> new RecreationProgress(new LineProgress(to::println, log::println, to::println));
        };
    }

    /** Without what goes on inside of such steps: the layers of a pull, the words of a build. */
    record Quiet(StackProgress shown, Set<String> actions) implements StackProgress {
        @Override
        public void show(StackEvent event) {
            StackEvent.Progress step = event.step();
            if (step == null || !step.phase().equals("progress") || !actions.contains(step.action())) {
                shown.show(event);
            }
        }

        @Override
        public void close() {
            shown.close();
        }
    }

    /** {@code Container web-db-db-1}. */
    static String subject(StackEvent.Progress step) {
        String object = step.object();
        return object.isEmpty()
                ? step.name()
                : Character.toUpperCase(object.charAt(0)) + object.substring(1) + " " + step.name();
    }

    /** {@code Creating}, {@code Created}, {@code Error}. */
    static String word(StackEvent.Progress step) {
        String[] words = WORDS.getOrDefault(step.action(), new String[] {step.action(), step.action() + " done"});
        return switch (step.phase()) {
            case "done" -> words[1];
            case "failed" -> "Error";
            case "kept" -> "Resource is still in use";
            case "undone" -> "Undone";
            default -> words[0];
        };
    }
}
