package dev.jcompose.linux.stream;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.jcompose.linux.Descriptor;
import dev.jcompose.linux.Native;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The master side of a terminal. */
public final class Terminal {
    private static final MethodHandle IOCTL =
            Native.variadic("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), 2);
    private static final long TIOCSWINSZ = 0x5414;

    private Terminal() {}

    public static void resize(Descriptor master, int height, int width) {
        try (var arena = Arena.ofConfined();
                var held = master.hold()) {
            MemorySegment size = arena.allocate(8, 2);
            size.set(JAVA_SHORT, 0, (short) height);
            size.set(JAVA_SHORT, 2, (short) width);
            int result = (int) IOCTL.invokeExact(Native.state(), held.number(), TIOCSWINSZ, size);
            if (result < 0) {
                throw Native.failure("resize terminal");
            }
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }
}
