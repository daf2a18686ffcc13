package dev.jcompose.linux.nft;

import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.Native;
import dev.jcompose.linux.Socket;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Hears of tables that go, in the namespace in which {@link #open} was called. */
public final class NftWatch implements AutoCloseable {
    private static final int NETFILTER = 12;
    private static final int NFTABLES_GROUP = 7;
    private static final int TABLE_DELETED = 10 << 8 | 2;
    private static final int ENOBUFS = 105;
    private static final int HEADER = 16;
    private static final int SECONDS = 1;

    private final int fd;
    private volatile boolean closed;

    private NftWatch(int fd) {
        this.fd = fd;
    }

    public static NftWatch open() {
        int fd = Socket.open(Socket.AF_NETLINK, Socket.SOCK_RAW, NETFILTER);
        // The kernel spares a socket without an address what another such did: it has to be bound.
        Socket.bindNetlink(fd, 1 << (NFTABLES_GROUP - 1));
        // A blocked receive does not notice that its socket is closed.
        Socket.receiveTimeout(fd, SECONDS);
        return new NftWatch(fd);
    }

    /** Calls {@code deleted} after each table that anybody deleted, on a thread of its own, until closed. */
    public void start(Runnable deleted) {
        Thread.ofPlatform().name("nft watch").daemon().start(() -> {
            try (var arena = Arena.ofConfined()) {
                var buffer = arena.allocate(32 * 1024);
                while (!closed) {
                    long count = Socket.receive(fd, buffer, 0);
                    if (count < 0) {
                        check();
                        continue;
                    }
                    var bytes = buffer.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
                    if (!closed && tellsOfDeletion(bytes)) {
                        deleted.run();
                    }
                }
            } finally {
                Native.close(fd);
            }
        });
    }

    private static void check() {
        int errno = Native.errno();
        if (errno != Errno.EAGAIN && errno != Errno.EINTR && errno != ENOBUFS) {
            throw new LinuxException("watch nftables", errno);
        }
    }

    private static boolean tellsOfDeletion(byte[] datagram) {
        var in = java.nio.ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
        for (int at = 0; at + HEADER <= in.limit(); at += (in.getInt(at) + 3) & ~3) {
            if (in.getShort(at + 4) == TABLE_DELETED) {
                return true;
            }
            if (in.getInt(at) < HEADER) {
                return false;
            }
        }
        return false;
    }

    @Override
    public void close() {
        closed = true;
    }
}
