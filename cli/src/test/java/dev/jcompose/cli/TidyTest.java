package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What keeps the tree easy to find one's way in. Reads the checkout that this module lies in. */
class TidyTest {
    private static final Path ROOT =
            Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
    private static final int LONG = 480;
    /** The manager of a cluster is a word of the glossary; managers of anything else are not. */
    private static final Pattern VAGUE = Pattern.compile(".*(Utils?|Helpers?|Impl)\\.java|.+(?<!To)Manager\\.java");

    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#|mailto:)([^)#\\s]+)");

    @Test
    void noFileIsSoLongThatNobodyReadsIt() {
        assertEquals(
                List.of(),
                sources()
                        .filter(f -> lines(f).size() > LONG)
                        .map(TidyTest::name)
                        .toList());
    }

    @Test
    void namesComeFromTheGlossary() {
        assertEquals(
                List.of(),
                sources()
                        .filter(f -> VAGUE.matcher(f.getFileName().toString()).matches())
                        .map(TidyTest::name)
                        .toList());
    }

    @Test
    void everyPackageSaysWhatLivesInIt() {
        assertEquals(
                List.of(),
                sources()
                        .filter(f -> f.toString().contains("/src/main/java/"))
                        .map(Path::getParent)
                        .distinct()
                        .filter(d -> !Files.exists(d.resolve("package-info.java")))
                        .map(TidyTest::name)
                        .toList());
    }

    @Test
    void testsNeverSleep() {
        String sleep = "Thread" + ".sleep";
        assertEquals(
                List.of(),
                sources()
                        .filter(f -> f.toString().contains("/src/test/"))
                        .filter(f -> lines(f).stream().anyMatch(l -> l.contains(sleep)))
                        .map(TidyTest::name)
                        .toList());
    }

    @Test
    void linksOfTheDocumentsExist() {
        assertEquals(List.of(), tree(".md").flatMap(TidyTest::brokenLinks).toList());
    }

    private static Stream<String> brokenLinks(Path document) {
        Matcher links = LINK.matcher(String.join("\n", lines(document)));
        return links.results()
                .map(m -> m.group(1))
                .filter(l -> !Files.exists(document.resolveSibling(l)))
                .map(l -> name(document) + " -> " + l);
    }

    private static Stream<Path> sources() {
        return tree(".java");
    }

    private static Stream<Path> tree(String ending) {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files
                    .filter(f -> f.toString().endsWith(ending))
                    .filter(f -> !name(f).contains("target/") && !name(f).startsWith("."))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path file) {
        return ROOT.relativize(file).toString();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
