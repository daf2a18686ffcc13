package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandardStreamTest {
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final List<Integer> exits = new ArrayList<>();

    /** Prints to a file whose writes fail so. */
    private void printTo(String failure) {
        OutputStream file = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(failure);
            }
        };
        var errors = new PrintStream(told, true, StandardCharsets.UTF_8);
        var out = new PrintStream(new StandardStream(file, errors, exits::add), true, StandardCharsets.UTF_8);
        out.print("text");
    }

    @Test
    void withoutAReaderTheProgramEndsInSilence() {
        printTo("Broken pipe");
        assertEquals(List.of(141), exits.subList(0, 1));
        assertEquals("", told.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whatCannotBeWrittenIsTold() {
        printTo("No space left on device");
        assertEquals(List.of(1), exits.subList(0, 1));
        assertEquals(
                "The output could not be written: No space left on device",
                told.toString(StandardCharsets.UTF_8).lines().findFirst().orElse(""));
    }

    @Test
    void aStreamThatTheCallerClosedTakesNothing() {
        printTo("Bad file descriptor");
        assertEquals(List.of(), exits);
    }
}
