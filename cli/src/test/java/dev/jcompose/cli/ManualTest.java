package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.OptionSpec;

/** The manual has a page for each verb with all that the verb takes, in roff that other programs can read. */
class ManualTest {
    private static final Path MANDOC = Path.of("/usr/bin/mandoc");

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        assertEquals(0, Manual.write(folder, "2026-01-31"));
    }

    private String page(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".1")).replace("\\-", "-");
    }

    @Test
    void everyVerbHasAPageWithEachOfItsOptionsAndTheListOfAllNamesIt() throws IOException {
        List<String> missing = new ArrayList<>();
        String all = page("jcompose");
        for (var entry : Verbs.BY_NAME.entrySet()) {
            String name = "jcompose-" + entry.getKey();
            if (!all.contains(".BR " + name + " (1)\n")) {
                missing.add("jcompose: " + name);
            }
            Verb verb = entry.getValue().get();
            Options options = new Options(false);
            verb.options(options);
            String page = page(name);
            options.spec().options().stream()
                    .filter(option -> !option.hidden())
                    .flatMap(option -> Set.of(option.names()).stream())
                    .filter(option -> !Pattern.compile("(?m)^\\.B .*(?<![\\w-])" + option + "(?![\\w-])")
                            .matcher(page)
                            .find())
                    .forEach(option -> missing.add(name + ": " + option));
            for (String section : List.of("NAME", "SYNOPSIS", "OPTIONS", "\"EXIT STATUS\"", "ENVIRONMENT", "FILES")) {
                if (!page.contains(".SH " + section + "\n")) {
                    missing.add(name + ": " + section);
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(page("jcompose-plan").contains(".B 2\nup would change something.\n"), page("jcompose-plan"));
    }

    @Test
    void theProgramsPageHasItsOptionsAndEveryVariable() throws IOException {
        String page = page("jcompose");
        Options globals = new Options(false);
        Globals.declare(globals);
        Set<String> wanted = new TreeSet<>();
        globals.spec().options().stream()
                .filter(option -> !option.hidden())
                .map(OptionSpec::longestName)
                .forEach(wanted::add);
        Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|")
                .matcher(Files.readString(Launched.TOP.resolve("docs/commands.md")))
                .results()
                .forEach(variable -> wanted.add(variable.group(1)));
        assertTrue(wanted.contains("COMPOSE_MENU"), wanted::toString);
        wanted.removeIf(
                word -> Pattern.compile("(?m)^\\.B .*" + word).matcher(page).find());
        assertEquals(Set.of(), wanted);
    }

    @Test
    void mandocFindsNothingWrong() throws Exception {
        assumeTrue(Files.isExecutable(MANDOC), "mandoc");
        List<String> command = new ArrayList<>(List.of(MANDOC.toString(), "-Tlint"));
        try (var pages = Files.list(folder)) {
            pages.map(Path::toString).sorted().forEach(command::add);
        }
        Process mandoc = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertEquals("", new String(mandoc.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, mandoc.waitFor());
    }
}
