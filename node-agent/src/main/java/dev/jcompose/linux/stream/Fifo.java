package dev.jcompose.linux.stream;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.jcompose.linux.Descriptor;
import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.Native;
import java.lang.foreign.Arena;
import java.nio.file.Path;

/** A fifo at which somebody waits. */
public final class Fifo {
    private static final int O_WRONLY = 1;
    private static final int O_NONBLOCK = 04000;

    private Fifo() {}

    /** Writes one byte; nothing happens where nobody reads. */
    public static void tell(Path path) {
        try (var arena = Arena.ofConfined();
                var end = new Descriptor(Native.open(path, O_WRONLY | O_NONBLOCK, 0))) {
            Native.write(end.number(), arena.allocate(JAVA_BYTE));
        } catch (LinuxException e) {
            if (!e.is(Errno.ENXIO)) {
                throw e;
            }
        }
    }
}
