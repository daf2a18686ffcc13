package dev.jcompose.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A flag of the program that stands behind the verb, where only the verb's own may. */
final class MisplacedFlag {
    private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[\\w./:=@,+-]+");

    private MisplacedFlag() {}

    /**
     * A line that says where {@code flag} belongs, and how the same is typed so; empty where the program has no such flag.
     *
     * @param flag as it was typed, {@code --progress=plain} or {@code -fx}
     * @param words the verb and what follows it
     */
    static String hint(CommandSpec program, String flag, List<String> words) {
        String name = name(flag);
        @Nullable OptionSpec known = program.optionsMap().get(name);
        int at = words.indexOf(flag);
        if (known == null || at < 0) {
            return "";
        }
        boolean valueFollows = known.arity().max() > 0 && flag.equals(name);
        int end = Math.min(words.size(), at + (valueFollows ? 2 : 1));
        List<String> right = new ArrayList<>(List.of("jcompose"));
        right.addAll(words.subList(at, end));
        if (valueFollows && end == at + 1) {
            right.add(known.paramLabel());
        }
        right.addAll(words.subList(0, at));
        right.addAll(words.subList(end, words.size()));
        boolean plain =
                right.stream().allMatch(word -> NEEDS_NO_QUOTES.matcher(word).matches());
        return "\n" + name + " belongs before the verb: "
                + (plain ? String.join(" ", right) : "jcompose " + name + " ... " + words.getFirst() + " ...");
    }

    private static String name(String flag) {
        return flag.startsWith("--") ? flag.split("=", 2)[0] : flag.substring(0, Math.min(2, flag.length()));
    }
}
