package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The README's tour of one minute, its own lines in its own order; only the port is another one. */
@Tag("root")
@WithSamples
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadmeTest {
    private final Launched jcompose;

    ReadmeTest(Launched jcompose) {
        this.jcompose = jcompose;
    }

    @AfterAll
    void away() throws Exception {
        jcompose.run("-p", "web-db", "down", "-v");
    }

    @Test
    void theTourOfOneMinuteEndsWell() throws Exception {
        List<String> tour = tour();
        assertTrue(tour.size() > 5 && tour.stream().anyMatch(line -> line.contains("--scale web=3")), tour::toString);
        for (String line : tour) {
            Launched.Ended ended = jcompose.shell(Launched.TOP, line.replace("8080", SampleDaemon.WEB_PORT));
            int expected = line.contains(" plan") ? 2 : 0;
            assertEquals(expected, ended.code(), () -> line + "\n" + ended.out() + ended.err());
            if (line.contains("select * from note")) {
                assertTrue(ended.out().contains("hello"), ended.out());
            }
        }
    }

    private static List<String> tour() throws Exception {
        String readme = Files.readString(Launched.TOP.resolve("README.md"));
        int from = readme.indexOf("## One minute");
        return readme.substring(from, readme.indexOf("\n## ", from + 1))
                .lines()
                .filter(line -> line.startsWith("    "))
                .map(String::strip)
                .toList();
    }
}
