package dev.jcompose.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jcompose.api.stack.StackEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineProgressTest {
    private final List<String> shown = new ArrayList<>();
    private final StackProgress progress = new LineProgress(shown::add, shown::add, shown::add);

    @Test
    void linesOfABuildComeWholeWhateverPiecesTheyCameIn() {
        show("web", "started", "");
        show("web", "progress", "Step 1/2 : FROM debian\nln: cannot");
        show("web", "progress", " link\nhalf a li");
        show("web", "done", "");
        assertEquals(
                List.of(
                        " Image web Building",
                        "Step 1/2 : FROM debian",
                        "ln: cannot link",
                        "half a li",
                        " Image web Built"),
                shown);
    }

    @Test
    void linesOfSeveralBuildsAtOnceBearTheirImagesName() {
        show("web", "started", "");
        show("db", "started", "");
        show("web", "progress", "one\ntw");
        show("db", "progress", "un\n");
        show("web", "progress", "o\n");
        show("db", "done", "");
        show("web", "progress", "three\n");
        show("web", "done", "");
        show("later", "started", "");
        show("later", "progress", "alone\n");
        assertEquals(
                List.of(
                        " Image web Building",
                        " Image db Building",
                        "web | one",
                        "db | un",
                        "web | two",
                        " Image db Built",
                        "web | three",
                        " Image web Built",
                        " Image later Building",
                        "alone"),
                shown);
    }

    @Test
    void ofALineThatIsWrittenOverTheLastStateIsShown() {
        show("web", "started", "");
        show("web", "progress", "10 %\r50 %\r100 %\r\n\n");
        assertEquals(List.of(" Image web Building", "100 %"), shown);
    }

    @Test
    void aLongLineIsToldInPartsAndOfOneWrittenOverStillTheLastState() {
        show("web", "started", "");
        show("web", "progress", "x".repeat(70_000));
        show("web", "progress", "y\n");
        for (int i = 0; i < 20_000; i++) {
            show("web", "progress", i + " %\r");
        }
        show("web", "progress", "\n");
        assertEquals(List.of(" Image web Building", "x".repeat(70_000), "y", "19999 %"), shown);
    }

    @Test
    void whatABuildSaysIsALogAndItsBeginningAndEndAreNot() {
        List<String> log = new ArrayList<>();
        List<String> steps = new ArrayList<>();
        StackProgress apart = new LineProgress(steps::add, log::add, steps::add);
        for (String[] each : new String[][] {{"started", ""}, {"progress", "Step 1/1 : FROM debian\n"}, {"done", ""}}) {
            apart.show(step("web", each[0], each[1]));
        }
        assertEquals(List.of("Step 1/1 : FROM debian"), log);
        assertEquals(List.of(" Image web Building", " Image web Built"), steps);
    }

    private void show(String image, String phase, String message) {
        progress.show(step(image, phase, message));
    }

    private static StackEvent step(String image, String phase, String message) {
        return StackEvent.step(
                new StackEvent.Progress("build " + image, "build", "image", image, phase, message, "", 0, 0));
    }
}
