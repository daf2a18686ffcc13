package dev.jcompose.scheduler.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.stack.StackEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A reader that is slow costs no memory without bound, and is told what it did not get. */
class EventStreamTest {
    private static final String WORDS = "x".repeat(1 << 20);
    private final EventStream events = new EventStream();

    @Test
    void whatNobodyReadInTimeIsLeftOutAndItsAmountTold() throws Exception {
        for (int i = 0; i < 40; i++) {
            events.add(step("progress", WORDS, ""));
            events.add(step("progress", "Downloading", "layer"));
        }
        events.add(step("done", "", ""));
        events.add(StackEvent.outcome(new StackEvent.Outcome(true, "", "", Map.of())));
        List<String> words = new ArrayList<>();
        long told = 0;
        for (StackEvent event = events.take(); event.outcome() == null; event = events.take()) {
            StackEvent.Progress step = event.step();
            assertNotNull(step);
            if (step.message().equals(WORDS)) {
                told += WORDS.length();
            } else if (!step.part().equals("layer")) {
                words.add(step.phase() + " " + step.message().strip());
            }
        }
        assertTrue(told >= EventStream.MOST_WAITING, "told " + told);
        long rest = 40L * WORDS.length() - told;
        assertEquals(
                List.of("progress ... " + rest + " characters more, too many to be shown in time", "done "), words);
    }

    @Test
    void whoReadsGetsAll() throws Exception {
        for (int i = 0; i < 100; i++) {
            events.add(step("progress", WORDS, ""));
            assertEquals(step("progress", WORDS, ""), events.take());
        }
    }

    private static StackEvent step(String phase, String message, String part) {
        return StackEvent.step(new StackEvent.Progress("1", "build", "image", "web", phase, message, part, 0, 0));
    }
}
