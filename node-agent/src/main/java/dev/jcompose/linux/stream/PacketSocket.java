package dev.jcompose.linux.stream;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.jcompose.linux.Descriptor;
import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.Native;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * The client side of a UNIX SEQPACKET socket. One thread receives and closes, one sends; any may {@link #shutdown}, also after
 * the close, which then reaches nobody.
 */
public final class PacketSocket implements AutoCloseable {
    private static final MethodHandle SOCKET =
            Native.function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CONNECT =
            Native.function("connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SEND =
            Native.function("send", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle RECEIVE =
            Native.function("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SHUTDOWN =
            Native.function("shutdown", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private static final int SOCK_SEQPACKET = 5;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int SHUT_WR = 1;
    private static final int SHUT_RDWR = 2;

    private final Descriptor fd;

    private PacketSocket(Descriptor fd) {
        this.fd = fd;
    }

    /** {@code path} may be longer than the 107 bytes that an address holds. */
    public static PacketSocket connect(Path path) {
        try (var arena = Arena.ofConfined();
                var address = new UnixAddress(arena, path)) {
            int fd = (int)
                    SOCKET.invokeExact(Native.state(), (int) UnixAddress.AF_UNIX, SOCK_SEQPACKET | Native.O_CLOEXEC, 0);
            if (fd < 0) {
                throw Native.failure("socket");
            }
            int result = (int) CONNECT.invokeExact(Native.state(), fd, address.bytes(), address.length());
            if (result < 0) {
                var failure = Native.failure("connect " + path);
                Native.close(fd);
                throw failure;
            }
            return new PacketSocket(new Descriptor(fd));
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }

    /** One packet, at most {@code into.length} bytes of it; -1 when the other side is gone. */
    public int receive(byte[] into) {
        try (var arena = Arena.ofConfined();
                var held = fd.hold()) {
            MemorySegment buffer = arena.allocate(into.length);
            while (true) {
                long n = (long) RECEIVE.invokeExact(Native.state(), held.number(), buffer, (long) into.length, 0);
                if (n > 0) {
                    MemorySegment.copy(buffer, JAVA_BYTE, 0, into, 0, (int) n);
                    return (int) n;
                }
                if (n == 0 || Native.errno() != Errno.EINTR) {
                    return -1;
                }
            }
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }

    public void send(byte[] bytes, int from, int length) {
        try (var arena = Arena.ofConfined();
                var held = fd.hold()) {
            MemorySegment buffer = arena.allocate(Math.max(1, length));
            MemorySegment.copy(bytes, from, buffer, JAVA_BYTE, 0, length);
            long n;
            do {
                n = (long) SEND.invokeExact(Native.state(), held.number(), buffer, (long) length, MSG_NOSIGNAL);
            } while (n < 0 && Native.errno() == Errno.EINTR);
            if (n < 0) {
                throw Native.failure("send");
            }
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }

    /** Tells the other side that nothing more is sent. */
    public void shutdownOutput() {
        shutdown(SHUT_WR);
    }

    /** Ends both directions: a thread that waits in {@link #receive} comes back. */
    public void shutdown() {
        shutdown(SHUT_RDWR);
    }

    private void shutdown(int how) {
        try (var held = fd.hold()) {
            // Fails where the other side is gone, which is what is wanted.
            int ignored = (int) SHUTDOWN.invokeExact(Native.state(), held.number(), how);
        } catch (LinuxException e) {
            if (!e.is(Errno.EBADF)) {
                throw e;
            }
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }

    @Override
    public void close() {
        // Whoever waits in a send comes back by this.
        shutdown();
        fd.close();
    }
}
