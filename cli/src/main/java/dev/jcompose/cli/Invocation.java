package dev.jcompose.cli;

import dev.jcompose.cli.output.Ansi;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
        new TreeMap<>(reasons).forEach((flag, why) -> {
            if (given.has(flag)) {
                err.println("warning: " + flag + " has no meaning here: " + why);
            }
        });
    }

    /** Colours for standard output, as --ansi, NO_COLOR and the terminal have it. */
    public Ansi ansi() {
        return switch (globals.ansi()) {
            case "always" -> Ansi.COLOURED;
            case "never" -> Ansi.PLAIN;
            case "auto" -> terminal.out() && !env.containsKey("NO_COLOR") ? Ansi.COLOURED : Ansi.PLAIN;
            default -> throw new UsageException("--ansi takes never, always or auto");
        };
    }
}
