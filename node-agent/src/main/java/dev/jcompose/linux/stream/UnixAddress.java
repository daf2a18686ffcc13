package dev.jcompose.linux.stream;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.jcompose.linux.Native;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The address of a UNIX socket, which holds 107 bytes. Through a descriptor of its folder every path is short enough; close it
 * after use.
 */
final class UnixAddress implements AutoCloseable {
    static final short AF_UNIX = 1;
    private static final int O_PATH = 010000000;

    private final int folder;
    private final MemorySegment bytes;
    private final int length;

    UnixAddress(Arena arena, Path path) {
        this.folder = Native.open(Objects.requireNonNull(path.toAbsolutePath().getParent()), O_PATH, 0);
        byte[] name = ("/proc/self/fd/" + folder + "/" + path.getFileName()).getBytes(StandardCharsets.UTF_8);
        this.bytes = arena.allocate(110, 2);
        this.length = 2 + name.length + 1;
        bytes.set(JAVA_SHORT, 0, AF_UNIX);
        MemorySegment.copy(name, 0, bytes, JAVA_BYTE, 2, name.length);
    }

    MemorySegment bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    @Override
    public void close() {
        Native.close(folder);
    }
}
