package dev.jcompose.cli;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What stood on the command line, by the options that were declared. */
public final class Arguments {
    private final ParseResult result;

    private Arguments(ParseResult result) {
        this.result = result;
    }

    /** @throws UsageException for an option that is not known or has a wrong value */
    static Arguments parse(CommandSpec spec, List<String> words) {
        try {
            return new Arguments(new CommandLine(spec).parseArgs(words.toArray(String[]::new)));
        } catch (UnmatchedArgumentException e) {
            String word = e.getUnmatched().getFirst();
            throw new UsageException(
                    word.startsWith("--") ? "unknown flag: " + word : "unknown shorthand flag: " + word);
        } catch (ParameterException e) {
            throw new UsageException(e.getMessage() == null ? "bad arguments" : e.getMessage());
        }
    }

    public boolean flag(String name) {
        return Boolean.TRUE.equals(result.matchedOptionValue(name, Boolean.FALSE));
    }

    /** Whether the option was given at all, with whatever value. */
    public boolean has(String name) {
        return result.hasMatchedOption(name);
    }

    /** Whatever was given; null where nothing was. */
    public @Nullable Object value(String name) {
        OptionSpec option = result.matchedOption(name);
        return option == null ? null : option.<Object>getValue();
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
