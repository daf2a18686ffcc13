package dev.jcompose.engine.container;

import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The lines of /etc/hosts by which a container knows itself, changed while it runs. What it wrote there itself stays. */
final class HostLines {
    private static final int LARGEST = 1 << 20;

    private HostLines() {}

    /** The text without the lines of addresses that are {@code gone}, and with a line for each that has {@code come}. */
    static String changed(String text, String names, Collection<String> gone, Collection<String> come) {
        var lines = new StringBuilder();
        text.lines()
                .filter(line -> !gone.contains(line.split("\\s", 2)[0]))
                .forEach(line -> lines.append(line).append('\n'));
        come.forEach(address -> lines.append(address).append('\t').append(names).append('\n'));
        return lines.toString();
    }

    /**
     * Brings a file in line with new addresses. It is changed in place: a container's bind mount shows this very file. Nothing
     * happens where it is missing, or larger than any sane one.
     */
    static void follow(Path file, String names, Collection<String> before, Collection<String> now) {
        Set<String> gone = new HashSet<>(before);
        gone.removeAll(now);
        Set<String> come = new HashSet<>(now);
        come.removeAll(before);
        try {
            if ((gone.isEmpty() && come.isEmpty()) || !Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                return;
            }
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            byte[] bytes = changed(text, names, gone, come).getBytes(StandardCharsets.ISO_8859_1);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(bytes));
                channel.truncate(bytes.length);
            }
        } catch (IOException e) {
            throw EngineException.unavailable(file + " cannot be brought up to date: " + e.getMessage(), e);
        }
    }
}
