package dev.jcompose.linux.stream;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.jcompose.linux.Descriptor;
import dev.jcompose.linux.Native;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A UNIX socket on which an OCI runtime hands over the master of the terminal that it made. */
public final class ConsoleSocket implements AutoCloseable {
    private static final MethodHandle SOCKET =
            Native.function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
            Native.function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle LISTEN =
            Native.function("listen", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle ACCEPT =
            Native.function("accept4", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle RECVMSG =
            Native.function("recvmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));

    private static final int SOCK_STREAM = 1;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int CONTROL_BYTES = 64;

    private final Path path;
    private final Descriptor listener;

    private ConsoleSocket(Path path, Descriptor listener) {
        this.path = path;
        this.listener = listener;
    }

    public static ConsoleSocket listen(Path path) {
        try (var arena = Arena.ofConfined();
                var address = new UnixAddress(arena, path)) {
            int fd = check("socket", (int)
                    SOCKET.invokeExact(Native.state(), (int) UnixAddress.AF_UNIX, SOCK_STREAM | Native.O_CLOEXEC, 0));
            check("bind " + path, (int) BIND.invokeExact(Native.state(), fd, address.bytes(), address.length()));
            check("listen " + path, (int) LISTEN.invokeExact(Native.state(), fd, 1));
            return new ConsoleSocket(path, new Descriptor(fd));
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }

    public Path path() {
        return path;
    }

    /** Blocks a platform thread for the terminal; empty where {@code giveUp} can be read or ends before it comes. */
    public Optional<Descriptor> receive(Descriptor giveUp) {
        if (!Readiness.await(List.of(listener, giveUp))[0]) {
            return Optional.empty();
        }
        try {
            int fd = check("accept", (int) ACCEPT.invokeExact(
                    Native.state(), listener.number(), MemorySegment.NULL, MemorySegment.NULL, Native.O_CLOEXEC));
            try (var connection = new Descriptor(fd)) {
                return Readiness.await(List.of(connection, giveUp))[0] ? descriptor(connection) : Optional.empty();
            }
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }

    private static Optional<Descriptor> descriptor(Descriptor connection) throws Throwable {
        try (var arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocate(256);
            MemorySegment part = arena.allocate(16, 8);
            part.set(ADDRESS, 0, data);
            part.set(JAVA_LONG, 8, data.byteSize());
            MemorySegment control = arena.allocate(CONTROL_BYTES, 8);
            MemorySegment message = arena.allocate(56, 8);
            message.set(ADDRESS, 16, part);
            message.set(JAVA_LONG, 24, 1);
            message.set(ADDRESS, 32, control);
            message.set(JAVA_LONG, 40, CONTROL_BYTES);
            long n = (long) RECVMSG.invokeExact(Native.state(), connection.number(), message, MSG_CMSG_CLOEXEC);
            if (n < 0) {
                throw Native.failure("recvmsg");
            }
            // One header of 16 bytes, then the descriptor.
            boolean carriesOne = message.get(JAVA_LONG, 40) >= 20;
            return carriesOne ? Optional.of(new Descriptor(control.get(JAVA_INT, 16))) : Optional.empty();
        }
    }

    private static int check(String call, int result) {
        if (result < 0) {
            throw Native.failure(call);
        }
        return result;
    }

    @Override
    public void close() {
        listener.close();
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
