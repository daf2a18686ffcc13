package dev.jcompose.linux.file;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.jcompose.linux.Native;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that this process has mapped. */
public final class Mapped {
    private static final MethodHandle MADVISE =
            Native.function("madvise", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final int MADV_DONTNEED = 4;
    private static final Path MAPS = Path.of("/proc/self/smaps");

    private Mapped() {}

    /**
     * Lets go of the pages of a file that can only be read and were never changed: they are the page cache's alone until they are
     * read again.
     */
    public static void release(Path file) throws IOException {
        String[] head = {};
        for (String line : Files.readAllLines(MAPS)) {
            if (line.endsWith(file.toString())) {
                head = line.split(" ", 3);
            } else if (line.startsWith("Anonymous:") && head.length > 0) {
                if (head[1].equals("r--p") && line.matches("Anonymous: +0 kB")) {
                    release(head[0].split("-", 2));
                }
                head = new String[0];
            }
        }
    }

    private static void release(String[] bounds) {
        long from = Long.parseUnsignedLong(bounds[0], 16);
        long to = Long.parseUnsignedLong(bounds[1], 16);
        try {
            int result =
                    (int) MADVISE.invokeExact(Native.state(), MemorySegment.ofAddress(from), to - from, MADV_DONTNEED);
            if (result < 0) {
                throw Native.failure("madvise");
            }
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }
}
