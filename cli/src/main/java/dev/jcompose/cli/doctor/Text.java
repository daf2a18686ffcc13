package dev.jcompose.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Files of the kernel, which may be absent: then they are empty. */
final class Text {
    private Text() {}

    static Stream<String> lines(Path file) {
        try {
            // readString would see one byte of a sysctl.
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    static String line(Path file) {
        return lines(file).findFirst().orElse("").strip();
    }
}
