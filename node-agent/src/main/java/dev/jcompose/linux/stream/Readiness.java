package dev.jcompose.linux.stream;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.jcompose.linux.Descriptor;
import dev.jcompose.linux.Errno;
import dev.jcompose.linux.Native;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/** poll(2) for input. */
public final class Readiness {
    private static final MethodHandle POLL =
            Native.function("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final short POLLIN = 1;
    private static final int ENTRY = 8;

    private Readiness() {}

    /** Blocks a platform thread until one of them can be read or has ended; tells which, by index. */
    public static boolean[] await(List<Descriptor> inputs) {
        List<Descriptor.Hold> held = new ArrayList<>();
        try (var arena = Arena.ofConfined()) {
            inputs.forEach(each -> held.add(each.hold()));
            MemorySegment entries = arena.allocate((long) ENTRY * inputs.size(), 4);
            for (int i = 0; i < inputs.size(); i++) {
                entries.set(JAVA_INT, (long) i * ENTRY, held.get(i).number());
                entries.set(JAVA_SHORT, (long) i * ENTRY + 4, POLLIN);
            }
            int result;
            do {
                result = (int) POLL.invokeExact(Native.state(), entries, (long) inputs.size(), -1);
            } while (result < 0 && Native.errno() == Errno.EINTR);
            if (result < 0) {
                throw Native.failure("poll");
            }
            boolean[] ready = new boolean[inputs.size()];
            for (int i = 0; i < ready.length; i++) {
                ready[i] = entries.get(JAVA_SHORT, (long) i * ENTRY + 6) != 0;
            }
            return ready;
        } catch (Throwable t) {
            throw Native.broken(t);
        } finally {
            held.forEach(Descriptor.Hold::close);
        }
    }
}
