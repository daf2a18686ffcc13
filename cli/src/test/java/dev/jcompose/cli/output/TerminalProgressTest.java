package dev.jcompose.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.stack.StackEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
    private static final int ROWS = 5;
    private static final int COLUMNS = 60;
    private static final long TENTH = 100_000_000;

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final AtomicLong now = new AtomicLong();
    private final PrintStream err = new PrintStream(screen, true, StandardCharsets.UTF_8);

    @Test
    void noMoreIsDrawnThanFitsUntilTheEnd() {
        try (StackProgress progress = drawn(Ansi.COLOURED, ROWS)) {
            for (int i = 0; i < 8; i++) {
                progress.show(step("web-" + i, "started"));
            }
            Awaitility.await().until(() -> shown().contains("[+] Running 0/8"));
        }
        List<String> drawings = drawings();
        drawings.subList(0, drawings.size() - 1).forEach(drawn -> assertTrue(lines(drawn) < ROWS, drawn));
        assertEquals(9, lines(drawings.getLast()), drawings::toString);
    }

    @Test
    void onlyLinesThatChangedAreDrawnAgain() {
        try (StackProgress progress = drawn(Ansi.PLAIN, 24)) {
            progress.show(step("web-1", "started"));
            progress.show(step("web-2", "started"));
            Awaitility.await().until(() -> shown().contains("[+] Running 0/2"));
            progress.show(step("web-2", "done"));
        }
        String last = drawings().getLast();
        assertTrue(last.contains("[+] Running 1/2") && last.contains("web-2 Created"), last);
        assertFalse(last.contains("web-1"), last);
        assertFalse(shown().contains("\u001b[32m"), shown());
    }

    @Test
    void aWarningStandsAboveWhatIsDrawn() {
        try (StackProgress progress = drawn(Ansi.PLAIN, 24)) {
            progress.show(step("web-1", "started"));
            Awaitility.await().until(() -> shown().contains("[+] Running 0/1"));
            progress.show(StackEvent.warning("look here"));
        }
        assertTrue(shown().contains("\u001b[2A\u001b[Jwarning: look here\n\u001b[?7l[+] Running 0/1"), shown());
    }

    @Test
    void aTerminalThatIsMadeSmallerIsDrawnOverNoHigherThanItIs() {
        AtomicInteger rows = new AtomicInteger(24);
        try (StackProgress progress =
                new TerminalProgress(err, Ansi.PLAIN, () -> new TerminalSize(rows.get(), COLUMNS), now::get)) {
            for (int i = 0; i < 8; i++) {
                progress.show(step("web-" + i, "started"));
            }
            Awaitility.await().until(() -> shown().contains("web-7"));
            int before = drawings().size();
            rows.set(ROWS);
            progress.resized();
            Awaitility.await().until(() -> drawings().size() > before);
            String smaller = drawings().get(before);
            assertTrue(smaller.startsWith("\u001b[4A[+] Running 0/8") && lines(smaller) < ROWS, smaller);
        }
    }

    @Test
    void aRowSaysHowLongItsStepTookAndWhatGoesOn() {
        try (StackProgress progress = drawn(Ansi.PLAIN, 24)) {
            progress.show(build("started", ""));
            progress.show(step("web-1", "started"));
            now.set(12 * TENTH);
            progress.show(step("web-1", "done"));
            progress.show(
                    build("progress", "Step 1/2 : FROM debian\nGet:1\tpackages\n\nReading... 10%\rReading... 20%"));
            now.set(123 * TENTH);
            Awaitility.await().until(() -> shown().contains("12.3s"));
        }
        assertTrue(shown().contains("⠸ Container web   Building   12.3s  Reading... 20%\u001b[K\n"), shown());
        assertTrue(shown().contains("✔ Container web-1 Created     1.2s\u001b[K\n"), shown());
    }

    @Test
    void aRowSaysHowLongAllItsStepsTookAndNotWhatWaitedBetweenThem() {
        try (StackProgress progress = drawn(Ansi.PLAIN, 24)) {
            progress.show(step("stop", "web-1", "started"));
            now.set(102 * TENTH);
            progress.show(step("stop", "web-1", "done"));
            now.set(200 * TENTH);
            progress.show(step("remove", "web-1", "started"));
            now.set(203 * TENTH);
            progress.show(step("remove", "web-1", "done"));
        }
        assertTrue(shown().contains("✔ Container web-1 Removed   10.5s"), shown());
    }

    @Test
    void whatIsTooLongIsCutWithinTheTerminal() {
        try (StackProgress progress = drawn(Ansi.PLAIN, 24)) {
            progress.show(build("started", ""));
            progress.show(build("progress", "0123456789".repeat(COLUMNS) + "\n"));
            Awaitility.await().until(() -> shown().contains("…"));
        }
        String row =
                shown().lines().filter(line -> line.contains("…")).findFirst().orElseThrow();
        assertEquals(COLUMNS - 1, row.replace("\u001b[K", "").length(), row);
    }

    @Test
    void aPullShowsTheBytesOfAllItsLayers() {
        try (StackProgress progress = drawn(Ansi.PLAIN, 24)) {
            progress.show(layer("a", "Downloading", 1_000_000, 4_000_000));
            progress.show(layer("b", "Downloading", 500_000, 2_000_000));
            progress.show(layer("a", "Pull complete", 0, 0));
            Awaitility.await().until(() -> shown().contains("1.5MB/6MB"));
        }
    }

    @Test
    void whatAFailedBuildSaidLastStandsBelow() {
        try (StackProgress progress = drawn(Ansi.PLAIN, 24)) {
            progress.show(build("started", ""));
            for (int i = 0; i < 30; i++) {
                progress.show(build("progress", "line " + i + "\n"));
            }
            progress.show(build("failed", "exit code: 2"));
        }
        String below = drawings().getLast();
        assertTrue(below.contains("✘ Container web Error    0.0s  exit code: 2"), below);
        assertEquals(
                20, below.lines().filter(line -> line.contains("web | line ")).count(), below);
        assertTrue(below.endsWith("web | line 28\nweb | line 29\n"), below);
    }

    @Test
    void whereNoStepWasNeededThatIsSaid() {
        StackEvent well = StackEvent.outcome(new StackEvent.Outcome(true, "", "", Map.of()));
        try (StackProgress progress = drawn(Ansi.PLAIN, 24)) {
            progress.show(well);
        }
        assertEquals("nothing to do\n", shown());
        try (StackProgress progress = drawn(Ansi.PLAIN, 24)) {
            progress.show(step("web-1", "started"));
            progress.show(step("web-1", "done"));
            progress.show(well);
        }
        assertEquals(1, shown().split("nothing to do", -1).length - 1, shown());
    }

    private StackProgress drawn(Ansi ansi, int rows) {
        return new TerminalProgress(err, ansi, () -> new TerminalSize(rows, COLUMNS), now::get);
    }

    private static StackEvent build(String phase, String message) {
        return StackEvent.step(new StackEvent.Progress("web", "build", "container", "web", phase, message, "", 0, 0));
    }

    private static StackEvent layer(String part, String message, long current, long total) {
        return StackEvent.step(
                new StackEvent.Progress("web", "pull", "image", "web", "progress", message, part, current, total));
    }

    private static StackEvent step(String name, String phase) {
        return step("create", name, phase);
    }

    private static StackEvent step(String action, String name, String phase) {
        return StackEvent.step(new StackEvent.Progress(name, action, "container", name, phase, "", "", 0, 0));
    }

    private List<String> drawings() {
        return List.of(shown().split("\u001b\\[\\?7l", -1)).stream().skip(1).toList();
    }

    private static int lines(String drawn) {
        return (int) drawn.chars().filter(c -> c == '\n').count();
    }

    private String shown() {
        return screen.toString(StandardCharsets.UTF_8);
    }
}
