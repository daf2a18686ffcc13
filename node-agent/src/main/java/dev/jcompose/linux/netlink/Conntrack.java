package dev.jcompose.linux.netlink;

import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;

/** The connections that the kernel tracks in the namespace in which {@link #open} was called. */
public final class Conntrack implements AutoCloseable {
    private static final int NETFILTER = 12;
    private static final int GET = 1 << 8 | 1;
    private static final int DELETE = 1 << 8 | 2;
    private static final int DUMP = 0x300;
    private static final int TUPLE_ORIG = 1;
    private static final int TUPLE_PROTO = 2;
    private static final int PROTO_NUM = 1;
    private static final int PROTO_DST_PORT = 3;
    private static final int NETFILTER_HEADER = 4;

    private final NetlinkSocket socket;

    private Conntrack(NetlinkSocket socket) {
        this.socket = socket;
    }

    public static Conntrack open() {
        return new Conntrack(NetlinkSocket.open(NETFILTER));
    }

    /** Forgets what was first sent to one of {@code ports} by {@code protocol} (17 is UDP): its translation is decided anew. */
    public void forget(int protocol, Set<Integer> ports) {
        for (var entry :
                socket.query("list connections", Message.query(GET, DUMP).netfilter(0))) {
            var tuple = entry.attributes(NETFILTER_HEADER).get(TUPLE_ORIG);
            if (tuple != null && matches(tuple, protocol, ports)) {
                delete(entry.u8(0), Reply.bytes(tuple));
            }
        }
    }

    private void delete(int family, byte[] tuple) {
        var message = Message.change(DELETE, 0).netfilter(family).attribute(TUPLE_ORIG | 0x8000, tuple);
        try {
            socket.change("forget a connection", message);
        } catch (LinuxException e) {
            // It ended by itself.
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    private static boolean matches(ByteBuffer tuple, int protocol, Set<Integer> ports) {
        var parts = Reply.attributes(tuple).get(TUPLE_PROTO);
        if (parts == null) {
            return false;
        }
        Map<Integer, ByteBuffer> numbers = Reply.attributes(parts);
        var number = numbers.get(PROTO_NUM);
        var port = numbers.get(PROTO_DST_PORT);
        return number != null
                && port != null
                && Byte.toUnsignedInt(number.get(0)) == protocol
                && ports.contains(
                        Short.toUnsignedInt(port.order(ByteOrder.BIG_ENDIAN).getShort(0)));
    }

    @Override
    public void close() {
        socket.close();
    }
}
