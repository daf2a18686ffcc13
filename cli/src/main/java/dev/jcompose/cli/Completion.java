package dev.jcompose.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What the last word of a command line may become, by the options that the program and its verbs declare. Answers in the form
 * of Go's cobra, which the docker command understands of its plugins: a line for each offer, {@code VALUE<tab>DESCRIPTION}, then
 * {@code :DIRECTIVE}.
 */
final class Completion {
    /** What the shell is to do beside offering the lines: the bits of cobra's directives. */
    private static final int FILES_TOO = 0;

    private static final int NO_SPACE = 2;
    private static final int NOTHING_ELSE = 4;
    private static final int FOLDERS_TOO = 16;

    /** Names that the program itself does not know. */
    interface Names {
        /** @param globals the words before the verb, which say where to look */
        List<String> of(Values values, List<String> globals);
    }

    private final Names names;
    private final List<String> lines = new ArrayList<>();
    private int directive = NOTHING_ELSE;
    private List<String> before = List.of();

    private Completion(Names names) {
        this.names = names;
    }

    /** @param words all after the program's name; the last, perhaps empty, is the one to complete */
    static List<String> of(List<String> words, Names names) {
        Completion completion = new Completion(names);
        completion.program(words);
        completion.lines.add(":" + completion.directive);
        return completion.lines;
    }

    private void program(List<String> words) {
        Options globals = new Options(true);
        Globals.declare(globals);
        Place place = Place.of(globals, words);
        if (place.words().isEmpty()) {
            before = words.subList(0, words.size() - (place.option() == null ? 1 : 2));
            at(globals, place, words.getLast(), this::verbs);
            return;
        }
        int verb = words.size() - 1 - place.rest();
        before = words.subList(0, verb);
        String name = words.get(verb);
        @Nullable Supplier<Verb> known = Verbs.BY_NAME.get(name);
        if (known != null) {
            verb(known.get(), words.subList(verb + 1, words.size()));
        } else if (name.equals("help") && place.rest() == 1) {
            verbs(words.getLast());
        }
    }

    private void verb(Verb verb, List<String> words) {
        Options options = new Options(verb.takesCommand());
        verb.options(options);
        options.flag("--help", "Show this help").flag("--dry-run", "Print the plan instead of carrying it out");
        Place place = Place.of(options, words);
        Values position = position(verb.usage(), place.words().size());
        at(options, place, words.getLast(), word -> values(position, "", word));
    }

    /** A value of an option, the name of one, or a word that is none. */
    private void at(Options options, Place place, String word, Consumer<String> none) {
        int equals = word.indexOf('=');
        if (place.option() != null) {
            values(options.values(place.option()), "", word);
        } else if (!word.startsWith("-") || place.ended()) {
            none.accept(word);
        } else if (equals < 0) {
            flags(options, place, word);
        } else {
            OptionSpec option = options.spec().findOption(word.substring(0, equals));
            if (option != null) {
                values(options.values(option), word.substring(0, equals + 1), word.substring(equals + 1));
            }
        }
    }

    private void verbs(String word) {
        Verbs.BY_NAME.forEach((name, verb) -> offer(name, verb.get().summary(), word));
        offer("help", "Help about a command", word);
    }

    private void flags(Options options, Place place, String word) {
        for (OptionSpec option : options.spec().options()) {
            boolean again = option.isMultiValue() || !place.given().contains(option);
            if (!option.hidden() && again) {
                for (String name : option.names()) {
                    offer(name, option.description()[0], word);
                }
            }
        }
    }

    private void values(Values values, String prefix, String word) {
        List<String> offered = switch (values) {
            case Values.OneOf(var words) -> words;
            case Values.Services services ->
                names.of(services, before).stream()
                        .map(name -> name + services.suffix())
                        .toList();
            case Values.Known.PROFILES, Values.Known.PROJECTS -> names.of(values, before);
            case Values.Known.FILES, Values.Known.FOLDERS, Values.Known.ANYTHING -> List.of();
        };
        offered.forEach(value -> offer(prefix + value, "", prefix + word));
        directive = switch (values) {
            case Values.Services(var suffix) when suffix.equals(":") -> NO_SPACE | FILES_TOO;
            case Values.Services(var suffix) when !suffix.isEmpty() -> NO_SPACE | NOTHING_ELSE;
            case Values.Known.FILES -> FILES_TOO;
            case Values.Known.FOLDERS -> FOLDERS_TOO;
            default -> NOTHING_ELSE;
        };
    }

    private void offer(String value, String description, String word) {
        if (value.startsWith(word)) {
            lines.add(description.isEmpty() ? value : value + "\t" + description);
        }
    }

    /** What the usage of a verb says about its n-th word: {@code [OPTIONS] SERVICE COMMAND}. */
    static Values position(String usage, int number) {
        List<String> words = Arrays.stream(usage.lines().findFirst().orElse("").split(" ", -1))
                .filter(word -> !word.isEmpty() && !word.equals("[OPTIONS]"))
                .toList();
        if (words.isEmpty()) {
            return Values.Known.ANYTHING;
        }
        boolean repeated = words.getLast().contains("...") || words.getLast().contains("SERVICES");
        if (number >= words.size() && !repeated) {
            return Values.Known.ANYTHING;
        }
        String word = words.get(Math.min(number, words.size() - 1)).replaceAll("[\\[\\].]", "");
        return switch (word) {
            case "SERVICE", "SERVICES" -> Values.SERVICE;
            case "SERVICE=REPLICAS" -> new Values.Services("=");
            case "SERVICE:SRC_PATH", "DEST_PATH|-" -> new Values.Services(":");
            default -> word.matches("[a-z|]+") ? Values.oneOf(word.split("\\|", -1)) : Values.Known.ANYTHING;
        };
    }

    /**
     * Where on a command line the last word stands.
     *
     * @param option whose value it is; null for none
     * @param given the options before it
     * @param words the words before it that are no options
     * @param ended whether no option can stand there
     * @param rest how many words follow the first of {@code words}
     */
    private record Place(
            @Nullable OptionSpec option, List<OptionSpec> given, List<String> words, boolean ended, int rest) {

        static Place of(Options options, List<String> line) {
            var spec = options.spec();
            List<OptionSpec> given = new ArrayList<>();
            List<String> words = new ArrayList<>();
            int last = line.size() - 1;
            int rest = 0;
            boolean ended = false;
            for (int i = 0; i < last; i++) {
                String word = line.get(i);
                if (!ended && word.equals("--")) {
                    ended = true;
                } else if (ended || !word.startsWith("-") || word.equals("-")) {
                    rest = words.isEmpty() ? last - i : rest;
                    words.add(word);
                    ended |= spec.parser().stopAtPositional();
                } else {
                    OptionSpec option = option(options, word);
                    if (option != null) {
                        given.add(option);
                    }
                    if (option != null && Switches.takesNext(spec, word)) {
                        if (i + 1 == last) {
                            return new Place(option, given, words, ended, rest);
                        }
                        i++;
                    }
                }
            }
            return new Place(null, given, words, ended, rest);
        }

        /** The option of a word; of {@code -df} the last. */
        private static @Nullable OptionSpec option(Options options, String word) {
            String name = word.startsWith("--")
                    ? word.split("=", 2)[0]
                    : Switches.takesNext(options.spec(), word) ? "-" + word.charAt(word.length() - 1) : word;
            return options.spec().findOption(name);
        }
    }
}
