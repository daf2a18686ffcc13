package dev.jcompose.cli;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Declares the options of the program or of a verb. Names are written as {@code "-d,--detach"}; a value's kind is the word that help shows for it.
 */
public final class Options {
    /** Where long names begin in a line of help. */
    private static final int NAME_AT = 6;

    private final CommandSpec spec = CommandSpec.create();
    private final Map<String, Values> values = new HashMap<>();
    private boolean hidden;

    Options(boolean stopAtFirstWord) {
        spec.parser()
                .posixClusteredShortOptionsAllowed(true)
                .stopAtPositional(stopAtFirstWord)
                .overwrittenOptionsAllowed(true)
                .allowOptionsAsOptionParameters(true)
                .expandAtFiles(false)
                .unmatchedOptionsArePositionalParams(false);
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .build());
    }

    /** A switch; {@code --name=false} turns it off. */
    public Options flag(String names, String text) {
        return add(OptionSpec.builder(names.split(",")).type(boolean.class).arity("0"), text);
    }

    /** An option with one value; given twice, the last counts. */
    public Options text(String names, String kind, String text) {
        return add(
                OptionSpec.builder(names.split(","))
                        .type(String.class)
                        .arity("1")
                        .paramLabel(kind),
                text);
    }

    /** An option whose value, given as {@code --name=value}, may be left out for {@code fallback}. */
    public Options optional(String names, String kind, String fallback, String text) {
        return add(
                OptionSpec.builder(names.split(",", -1))
                        .type(String.class)
                        .arity("0..1")
                        .fallbackValue(fallback)
                        .paramLabel(kind),
                text);
    }

    /** An option with one whole number. */
    public Options number(String names, String text) {
        return add(
                OptionSpec.builder(names.split(","))
                        .type(Integer.class)
                        .arity("1")
                        .paramLabel("int"),
                text);
    }

    /** An option that may be given many times. */
    public Options list(String names, String kind, String text) {
        return add(
                OptionSpec.builder(names.split(","))
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("1")
                        .paramLabel(kind),
                text);
    }

    /** Options that are taken but that help does not print. */
    public Options hidden(Consumer<Options> declaration) {
        hidden = true;
        declaration.accept(this);
        hidden = false;
        return this;
    }

    /** What a shell offers as the value of the option that was declared last. */
    public Options takes(Values offered) {
        values.put(spec.options().getLast().longestName(), offered);
        return this;
    }

    /** As {@link #takes(Values)}, of a closed list. */
    public Options takes(String... words) {
        return takes(Values.oneOf(words));
    }

    /** What an option takes; a switch takes what {@code --name=} may be followed by. */
    Values values(OptionSpec option) {
        return option.arity().max() == 0
                ? Values.oneOf("true", "false")
                : values.getOrDefault(option.longestName(), Values.Known.ANYTHING);
    }

    private Options add(OptionSpec.Builder option, String text) {
        spec.addOption(option.description(text).hidden(hidden).build());
        return this;
    }

    CommandSpec spec() {
        return spec;
    }

    /** The options that help prints, one line each, by name. */
    List<String> help() {
        Map<String, String> texts = new TreeMap<>(Comparator.comparing(names -> names.substring(NAME_AT)));
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                texts.put(names(option), option.description()[0]);
            }
        }
        int width = texts.keySet().stream().mapToInt(String::length).max().orElse(0);
        return texts.entrySet().stream()
                .map(each -> each.getKey() + " ".repeat(width - each.getKey().length()) + "   " + each.getValue())
                .toList();
    }

    /** {@code "  -d, --detach"}, {@code "      --scale stringArray"}. */
    private static String names(OptionSpec option) {
        // Older long names are taken, but the first is the name.
        String name = Arrays.stream(option.names())
                .filter(each -> each.startsWith("--"))
                .findFirst()
                .orElse(option.longestName());
        String brief = option.shortestName().equals(name) ? "    " : option.shortestName() + ", ";
        String kind = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        return "  " + brief + name + kind;
    }
}
