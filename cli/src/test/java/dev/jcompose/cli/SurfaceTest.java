package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

/** Compose 5's verbs and flags, as a list of facts, against ours. */
class SurfaceTest {
    @Test
    void everyVerbOfComposeIsKnownByName() throws IOException {
        assertEquals(
                List.of(),
                facts().stream()
                        .map(line -> line.split(" ", -1)[0])
                        .filter(verb -> !verb.equals("-") && !Verbs.BY_NAME.containsKey(verb))
                        .distinct()
                        .toList());
    }

    @Test
    void everyFlagOfComposeIsTakenWithItsShortFormAndArity() throws IOException {
        List<String> missing = new ArrayList<>();
        for (String line : facts()) {
            List<String> words = List.of(line.split(" ", -1));
            String verb = words.getFirst();
            if (words.size() > 1 && !isNotYet(verb)) {
                OptionSpec option = options(verb).spec().findOption(words.get(1));
                boolean bool = words.contains("bool");
                boolean shortForm = words.stream()
                        .allMatch(w -> !w.matches("-\\w")
                                || (option != null && List.of(option.names()).contains(w)));
                if (option == null || !shortForm || bool != (option.arity().max() == 0)) {
                    missing.add(line);
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    /** But {@code --version}, which Compose hides and is of use to who looks for it. */
    @Test
    void helpShowsTheFlagsThatComposesShowsAndHidesTheOthers() throws IOException {
        List<String> different = new ArrayList<>();
        for (String line : facts()) {
            List<String> words = List.of(line.split(" ", -1));
            if (words.size() > 1 && !isNotYet(words.getFirst())) {
                boolean shown = options(words.getFirst()).help().stream()
                        .anyMatch(each -> each.matches(" +(-\\w, +)?" + words.get(1) + "( .*)?"));
                if (shown == words.contains("hidden") && !line.startsWith("- --version ")) {
                    different.add(line);
                }
            }
        }
        assertEquals(List.of(), different);
    }

    @Test
    void theListOfFactsIsRead() throws IOException {
        assertTrue(facts().contains("up --detach -d bool"), "the list has up -d");
    }

    private static boolean isNotYet(String verb) {
        return !verb.equals("-") && verb(verb).summary().endsWith("(not yet)");
    }

    private static Options options(String name) {
        Options options = new Options(false);
        if (name.equals("-")) {
            Globals.declare(options);
        } else {
            verb(name).options(options);
        }
        return options;
    }

    private static Verb verb(String name) {
        Supplier<Verb> verb = Objects.requireNonNull(Verbs.BY_NAME.get(name), name);
        return verb.get();
    }

    private static List<String> facts() throws IOException {
        try (var lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(SurfaceTest.class.getResourceAsStream("/compose-flags.txt")),
                StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        }
    }
}
