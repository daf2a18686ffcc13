package dev.jcompose.cli;

import dev.jcompose.cli.output.Ansi;
import dev.jcompose.cli.output.StackProgress;
import dev.jcompose.cli.output.TerminalSize;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What one call of the program stands in: its global options, its surroundings, its streams.
 *
 * @param words every argument from the verb on, as given
 * @param terminal which of the streams are a terminal
 * @param positions filled when stack files are loaded
 */
public record Invocation(
        Globals globals,
        List<String> words,
        Map<String, String> env,
        Path cwd,
        InputStream in,
        PrintStream out,
        PrintStream err,
        Terminal terminal,
        Positions positions) {

    /** The same with --dry-run. */
    Invocation dry() {
        return new Invocation(globals.dry(), words, env, cwd, in, out, err, terminal, positions);
    }

    /**
     * With --dry-run prints the one step that the command is, in the words of a plan.
     *
     * @return whether that was all
     */
    public boolean onlyPrints(String step) {
        if (globals.dryRun()) {
            out.println("1. " + step + " (asked for)");
        }
        return globals.dryRun();
    }

    /** Says of each of these flags, where it is given, that it changes nothing here, and why. */
    public void tellWithoutMeaning(Arguments given, Map<String, String> reasons) {
        warn(given, reasons, "has no meaning here: ");
    }

    /** Says of each of these flags, where it is given, which one has taken its place. */
    void tellOldNames(Arguments given, Map<String, String> names) {
        warn(given, names, "is deprecated: use ");
    }

    private void warn(Arguments given, Map<String, String> told, String what) {
        new TreeMap<>(told).forEach((flag, more) -> {
            if (given.has(flag)) {
                err.println("warning: %s %s%s".formatted(flag, what, more));
            }
        });
    }

    /** How the steps of a plan are shown, in the mode of --progress. */
    public StackProgress progress() {
        return progress(globals.progress());
    }

    /** @param mode a value of --progress; empty or auto: as the terminal has it */
    public StackProgress progress(String mode) {
        return progress(mode, out);
    }

    /** As {@link #progress(String)} for a command whose standard output is somebody else's. */
    public StackProgress progressBesideOutput(String mode) {
        return progress(mode, status());
    }

    private StackProgress progress(String mode, PrintStream log) {
        boolean drawn = mode.equals("tty") || (isTerminalsChoice(mode) && hasStatusTerminal());
        if (!drawn || globals.ansi().equals("never")) {
            return StackProgress.lines(mode, status(), log);
        }
        Supplier<TerminalSize> size = hasStatusTerminal() ? terminal::screen : () -> TerminalSize.USUAL;
        var progress = StackProgress.drawn(status(), ansi(hasStatusTerminal()), size);
        if (hasStatusTerminal() && !WarmCommands.isHere()) {
            Signals.on("WINCH", progress::resized);
        }
        return progress;
    }

    /** As {@link #progress()} beside what containers print, which nothing can be drawn over: a line per step. */
    public StackProgress progressAmongLogs() {
        return StackProgress.lines(globals.progress(), status(), out);
    }

    private static boolean isTerminalsChoice(String mode) {
        return mode.isEmpty() || mode.equals("auto");
    }

    private boolean isStatusOnOut() {
        return Variables.isOn(env, "COMPOSE_STATUS_STDOUT");
    }

    private PrintStream status() {
        return isStatusOnOut() ? out : err;
    }

    private boolean hasStatusTerminal() {
        return isStatusOnOut() ? terminal.out() : terminal.err();
    }

    /** Colours for standard output, as --ansi, NO_COLOR and the terminal have it. */
    public Ansi ansi() {
        return ansi(terminal.out());
    }

    private Ansi ansi(boolean onTerminal) {
        return switch (globals.ansi()) {
            case "always" -> Ansi.COLOURED;
            case "never" -> Ansi.PLAIN;
            case "auto" -> onTerminal && env.getOrDefault("NO_COLOR", "").isEmpty() ? Ansi.COLOURED : Ansi.PLAIN;
            default -> throw new UsageException("--ansi (or COMPOSE_ANSI) takes never, always or auto");
        };
    }
}
