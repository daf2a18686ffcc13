package dev.jcompose.linux.stream;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.jcompose.linux.Descriptor;
import dev.jcompose.linux.Native;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Both ends of a pipe, close-on-exec; each is closed once by whoever took it. */
public record Pipe(Descriptor readEnd, Descriptor writeEnd) implements AutoCloseable {
    private static final MethodHandle PIPE2 =
            Native.function("pipe2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

    public static Pipe open() {
        try (var arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(8, 4);
            int result = (int) PIPE2.invokeExact(Native.state(), ends, Native.O_CLOEXEC);
            if (result < 0) {
                throw Native.failure("pipe2");
            }
            return new Pipe(new Descriptor(ends.get(JAVA_INT, 0)), new Descriptor(ends.get(JAVA_INT, 4)));
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }

    @Override
    public void close() {
        readEnd.close();
        writeEnd.close();
    }
}
