package dev.jcompose.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HookOutputTest {
    private final List<String> told = new ArrayList<>();
    private final HookOutput output = new HookOutput(told::add);

    @Test
    void whatIsToldEndsWithALineAndTheRestComesAtTheEnd() {
        byte[] umlaut = "ä".getBytes(StandardCharsets.UTF_8);
        write("one\ntwo\nth");
        write("ree ");
        output.write(new byte[] {umlaut[0]});
        output.write(new byte[] {umlaut[1], '\n', 'r'});
        assertEquals(List.of("one\ntwo\n", "three ä\n"), told);
        output.end();
        assertEquals(List.of("one\ntwo\n", "three ä\n", "r"), told);
        assertEquals("one\ntwo\nthree ä\nr", output.lastWords());
    }

    @Test
    void nothingIsHeldThatNeverEnds() {
        write("x".repeat(5000));
        assertEquals(List.of("x".repeat(5000)), told);
        write("end\n");
        output.end();
        assertEquals("end\n", told.getLast());
        assertEquals("x".repeat(4092) + "end", output.lastWords());
    }

    private void write(String text) {
        output.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
