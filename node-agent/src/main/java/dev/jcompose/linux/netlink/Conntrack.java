package dev.jcompose.linux.netlink;

import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
    private static final int TUPLE_REPLY = 2;
    private static final int PROTOINFO = 4;
    private static final int TUPLE_IP = 1;
    private static final int IP4_SOURCE = 1;
    private static final int IP6_SOURCE = 3;
    private static final int PROTOINFO_TCP = 1;
    private static final int TCP_STATE = 1;
    /** From the first packet to where both sides have said that they are done. */
    private static final int LAST_LIVE_STATE = 5;

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

    /** How many TCP connections are open whose answers come from one of {@code servers}. */
    public int open(Set<InetAddress> servers) {
        int open = 0;
        for (var entry :
                socket.query("list connections", Message.query(GET, DUMP).netfilter(0))) {
            var attributes = entry.attributes(NETFILTER_HEADER);
            var reply = attributes.get(TUPLE_REPLY);
            if (reply != null && isLive(attributes.get(PROTOINFO)) && isFrom(reply, servers)) {
                open++;
            }
        }
        return open;
    }

    private static boolean isLive(@Nullable ByteBuffer info) {
        var tcp = info == null ? null : Reply.attributes(info).get(PROTOINFO_TCP);
        var state = tcp == null ? null : Reply.attributes(tcp).get(TCP_STATE);
        return state != null && state.get(0) > 0 && state.get(0) <= LAST_LIVE_STATE;
    }

    private static boolean isFrom(ByteBuffer tuple, Set<InetAddress> servers) {
        var ip = Reply.attributes(tuple).get(TUPLE_IP);
        if (ip == null) {
            return false;
        }
        var addresses = Reply.attributes(ip);
        var source = addresses.containsKey(IP4_SOURCE) ? addresses.get(IP4_SOURCE) : addresses.get(IP6_SOURCE);
        try {
            return source != null && servers.contains(InetAddress.getByAddress(Reply.bytes(source)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + source + " bytes", e);
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
