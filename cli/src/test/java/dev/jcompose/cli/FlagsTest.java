package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

/** The table of what becomes of every flag agrees with the program, and with the tests that it names. */
class FlagsTest {
    private static final Path TESTS = Launched.TOP.resolve("cli/src/test/java/dev/jcompose/cli");
    private static final Set<String> STATES = Set.of("effective", "no meaning here", "refused");

    @Test
    void theTableHasEveryFlagOfTheProgramAndNoOther() throws IOException {
        Set<String> flags = new TreeSet<>();
        Options globals = new Options(false);
        Globals.declare(globals);
        flags.addAll(names("jcompose", globals));
        Verbs.BY_NAME.forEach((name, verb) -> {
            Options options = new Options(false);
            verb.get().options(options);
            flags.addAll(names(name, options));
        });
        assertEquals(
                String.join("\n", flags),
                String.join(
                        "\n",
                        new TreeSet<>(FlagRow.all().stream().map(FlagRow::key).toList())));
    }

    @Test
    void theTestsThatTheTableNamesUseTheirFlag() throws Exception {
        List<String> wrong = new ArrayList<>();
        Map<String, String> sources = new TreeMap<>();
        for (FlagRow row : FlagRow.all()) {
            if (!STATES.contains(row.state())) {
                wrong.add(row.key() + ": no state is called " + row.state());
            }
            Method method = Arrays.stream(
                            Class.forName("dev.jcompose.cli." + row.test()).getDeclaredMethods())
                    .filter(each -> each.getName().equals(row.method()) && each.isAnnotationPresent(Test.class))
                    .findFirst()
                    .orElse(null);
            if (method == null) {
                wrong.add(row.key() + ": there is no test " + row.test() + "#" + row.method());
                continue;
            }
            String source = sources.computeIfAbsent(row.test(), FlagsTest::source);
            if (row.names().stream().noneMatch(name -> uses(body(source, row.method()), name))) {
                wrong.add(row.key() + ": " + row.test() + "#" + row.method() + " does not give it");
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static Set<String> names(String verb, Options options) {
        Set<String> names = new TreeSet<>();
        for (OptionSpec option : options.spec().options()) {
            List<String> each = new ArrayList<>(List.of(option.names()));
            each.sort((a, b) -> Integer.compare(b.length(), a.length()));
            names.add(verb + " " + String.join(" ", each));
        }
        return names;
    }

    private static String source(String test) {
        try {
            return Files.readString(TESTS.resolve(test + ".java"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** From the name of a method to the brace that closes it. */
    private static String body(String source, String method) {
        int begin = source.indexOf("void " + method + "(");
        return source.substring(begin, source.indexOf("\n    }\n", begin));
    }

    /** {@code --name}, {@code --name=value}, {@code -n}, or {@code -n} among others that stand together. */
    private static boolean uses(String body, String name) {
        String letters =
                name.startsWith("--") ? "--" + Pattern.quote(name.substring(2)) : "-\\w*" + name.charAt(1) + "\\w*";
        return Pattern.compile("(?<![\\w-])" + letters + "(?![\\w-])")
                .matcher(body)
                .find();
    }
}
