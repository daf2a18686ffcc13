package dev.jcompose.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Takes {@code --switch=false} out of a command line, which Go's programs understand and picocli does not without also
 * eating the word that follows a plain {@code --switch}.
 *
 * @param words without the explicit values
 * @param off the long names of the switches that were turned off last
 */
record Switches(List<String> words, Set<String> off) {

    static Switches of(CommandSpec spec, List<String> given) {
        List<String> words = new ArrayList<>();
        Set<String> off = new HashSet<>();
        for (int i = 0; i < given.size(); i++) {
            String word = given.get(i);
            boolean ends =
                    word.equals("--") || (!word.startsWith("-") && spec.parser().stopAtPositional());
            if (ends) {
                words.addAll(given.subList(i, given.size()));
                break;
            }
            int equals = word.indexOf('=');
            OptionSpec option = spec.findOption(equals < 0 ? word : word.substring(0, equals));
            Boolean value = equals < 0 ? null : value(word.substring(equals + 1));
            if (option != null && option.arity().max() == 0) {
                off.remove(option.longestName());
                if (Boolean.FALSE.equals(value)) {
                    off.add(option.longestName());
                }
                words.add(value == null ? word : option.longestName());
            } else {
                words.add(word);
                if (takesNext(spec, word) && i + 1 < given.size()) {
                    words.add(given.get(++i));
                }
            }
        }
        return new Switches(words, off);
    }

    /** Whether the word is an option whose value is the next word. */
    static boolean takesNext(CommandSpec spec, String word) {
        if (word.startsWith("--") || word.length() < 2 || word.charAt(0) != '-') {
            OptionSpec option = spec.findOption(word);
            return option != null && option.arity().max() > 0;
        }
        for (int i = 1; i < word.length(); i++) {
            OptionSpec option = spec.findOption("-" + word.charAt(i));
            if (option == null || option.arity().max() > 0) {
                return option != null && i == word.length() - 1;
            }
        }
        return false;
    }

    private static @Nullable Boolean value(String text) {
        return switch (text) {
            case "true", "True", "TRUE", "1", "t", "T" -> true;
            case "false", "False", "FALSE", "0", "f", "F" -> false;
            default -> null;
        };
    }
}
