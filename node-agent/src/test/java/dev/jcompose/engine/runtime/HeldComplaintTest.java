package dev.jcompose.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeldComplaintTest {
    private static final String LINE =
            "\u001b[1;31m2026-11-30T04:52:29.399437Z: executable file `nosuch` not found in $PATH\u001b[0m\r\n";

    private final HeldComplaint complaint = new HeldComplaint();

    @Test
    void aComplaintIsHeldBackInHoweverManyPiecesItComes() {
        for (String each : LINE.split("")) {
            assertEquals("", shown(each));
        }
        assertEquals(LINE, text(complaint.rest()));
    }

    @Test
    void whatFollowsReleasesIt() {
        assertEquals("", shown(LINE));
        assertEquals(LINE + "$ ", shown("$ "));
        assertEquals(LINE, shown(LINE));
        assertEquals("", text(complaint.rest()));
    }

    @Test
    void whatMerelyBeginsLikeItIsShownAsSoonAsItDiffers() {
        assertEquals("", shown("\u001b[1;3"));
        assertEquals("\u001b[1;32mready", shown("2mready"));
    }

    @Test
    void whatCannotBeItIsShownAtOnce() {
        for (String each : new String[] {"# ", "\r\n", "grün\n", "\u001b[1;31mroot\u001b[0m "}) {
            assertEquals(each, text(new HeldComplaint().shown(each.getBytes(StandardCharsets.UTF_8))));
        }
    }

    private String shown(String next) {
        return text(complaint.shown(next.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
