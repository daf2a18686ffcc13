package dev.jcompose.cli;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What stood on the command line, by the options that were declared. */
public final class Arguments {
    private final ParseResult result;
    private final Set<String> off;

    private Arguments(ParseResult result, Set<String> off) {
        this.result = result;
        this.off = off;
    }

    /** Reads the words. Throws UsageException for an option that is not known or has a wrong value. */
    static Arguments parse(CommandSpec spec, List<String> words) {
        return parse(spec, words, flag -> "");
    }

    /** @param elsewhere a line, begun, on where a flag belongs that is none of {@code spec}; empty where nowhere */
    static Arguments parse(CommandSpec spec, List<String> words, UnaryOperator<String> elsewhere) {
        try {
            Switches switches = Switches.of(spec, words);
            return new Arguments(
                    new CommandLine(spec).parseArgs(switches.words().toArray(String[]::new)), switches.off());
        } catch (UnmatchedArgumentException e) {
            String word = e.getUnmatched().getFirst();
            throw UsageException.notUnderstood(unknown(spec, word, elsewhere.apply(word)));
        } catch (MissingParameterException e) {
            throw UsageException.notUnderstood(
                    "flag needs an argument: " + ((OptionSpec) e.getMissing().getFirst()).longestName());
        } catch (ParameterException e) {
            throw UsageException.notUnderstood(e.getMessage() == null ? "bad arguments" : e.getMessage());
        }
    }

    private static String unknown(CommandSpec spec, String word, String elsewhere) {
        if (!word.startsWith("--")) {
            return "unknown shorthand flag: '" + word.substring(1, 2) + "' in " + word + elsewhere;
        }
        String name = word.split("=", 2)[0];
        return "unknown flag: " + name
                + (elsewhere.isEmpty() ? Nearest.hint(name, spec.optionsMap().keySet()) : elsewhere);
    }

    public boolean flag(String name) {
        return !off.contains(name) && Boolean.TRUE.equals(result.matchedOptionValue(name, Boolean.FALSE));
    }

    /** Throws UsageException where both are given, and neither was turned off. */
    public void apart(String one, String other) {
        if (has(one) && has(other) && !isOff(one) && !isOff(other)) {
            throw new UsageException(one + " and " + other + " are incompatible");
        }
    }

    /** Whether a switch was turned off by {@code --name=false}. */
    public boolean isOff(String name) {
        return off.contains(name);
    }

    /** Whether the option was given at all, with whatever value. */
    public boolean has(String name) {
        return result.hasMatchedOption(name);
    }

    public @Nullable String text(String name) {
        OptionSpec option = result.matchedOption(name);
        return option == null ? null : option.getValue();
    }

    public String text(String name, String otherwise) {
        String value = text(name);
        return value == null ? otherwise : value;
    }

    public int number(String name, int otherwise) {
        OptionSpec option = result.matchedOption(name);
        Integer value = option == null ? null : option.<Integer>getValue();
        return value == null ? otherwise : value;
    }

    public OptionalInt number(String name) {
        return has(name) ? OptionalInt.of(number(name, 0)) : OptionalInt.empty();
    }

    public List<String> list(String name) {
        List<String> values = result.matchedOptionValue(name, List.of());
        return List.copyOf(values);
    }

    /** The words that are no options. */
    public List<String> words() {
        List<String> words = result.matchedPositionalValue(0, List.of());
        return List.copyOf(words);
    }
}
