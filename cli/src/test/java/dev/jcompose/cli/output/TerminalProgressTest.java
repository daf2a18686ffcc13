package dev.jcompose.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.stack.StackEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
    private static final int ROWS = 5;

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(screen, true, StandardCharsets.UTF_8);

    @Test
    void noMoreIsDrawnThanFitsUntilTheEnd() {
        try (StackProgress progress = StackProgress.drawn(err, Ansi.COLOURED, () -> ROWS)) {
            for (int i = 0; i < 8; i++) {
                progress.show(step("web-" + i, "started"));
            }
            Awaitility.await().until(() -> shown().contains("[+] 0/8"));
        }
        List<String> drawings = drawings();
        drawings.subList(0, drawings.size() - 1).forEach(drawn -> assertTrue(lines(drawn) < ROWS, drawn));
        assertEquals(9, lines(drawings.getLast()), drawings::toString);
    }

    @Test
    void onlyLinesThatChangedAreDrawnAgain() {
        try (StackProgress progress = StackProgress.drawn(err, Ansi.PLAIN, () -> 24)) {
            progress.show(step("web-1", "started"));
            progress.show(step("web-2", "started"));
            Awaitility.await().until(() -> shown().contains("[+] 0/2"));
            progress.show(step("web-2", "done"));
        }
        String last = drawings().getLast();
        assertTrue(last.contains("[+] 1/2") && last.contains("web-2  Created"), last);
        assertFalse(last.contains("web-1"), last);
        assertFalse(shown().contains("\u001b[32m"), shown());
    }

    @Test
    void aWarningStandsAboveWhatIsDrawn() {
        try (StackProgress progress = StackProgress.drawn(err, Ansi.PLAIN, () -> 24)) {
            progress.show(step("web-1", "started"));
            Awaitility.await().until(() -> shown().contains("[+] 0/1"));
            progress.show(StackEvent.warning("look here"));
        }
        assertTrue(shown().contains("\u001b[2A\u001b[Jwarning: look here\n\u001b[?7l[+] 0/1"), shown());
    }

    @Test
    void aTerminalThatIsMadeSmallerIsDrawnOverNoHigherThanItIs() {
        AtomicInteger rows = new AtomicInteger(24);
        try (StackProgress progress = StackProgress.drawn(err, Ansi.PLAIN, rows::get)) {
            for (int i = 0; i < 8; i++) {
                progress.show(step("web-" + i, "started"));
            }
            Awaitility.await().until(() -> shown().contains("web-7"));
            int before = drawings().size();
            rows.set(ROWS);
            progress.resized();
            Awaitility.await().until(() -> drawings().size() > before);
            String smaller = drawings().get(before);
            assertTrue(smaller.startsWith("\u001b[4A[+] 0/8") && lines(smaller) < ROWS, smaller);
        }
    }

    private static StackEvent step(String name, String phase) {
        return StackEvent.step(new StackEvent.Progress(name, "create", "container", name, phase, "", "", 0, 0));
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
