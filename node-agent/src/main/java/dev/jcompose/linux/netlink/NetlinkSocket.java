package dev.jcompose.linux.netlink;

import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.Native;
import dev.jcompose.linux.Socket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** A netlink socket: one request and its answer at a time. */
final class NetlinkSocket implements AutoCloseable {
    static final int ROUTE = 0;
    private static final int SOL_NETLINK = 270;
    private static final int EXT_ACK = 11;
    private static final int CAP_ACK = 10;
    private static final int ERROR = 2;
    private static final int DONE = 3;
    private static final int NLM_F_MULTI = 2;
    private static final int ERROR_TEXT = 1;
    private static final int BUFFER = 32 * 1024;

    private final int fd;
    private final ReentrantLock lock = new ReentrantLock();
    private int sequence;
    private boolean closed;

    private NetlinkSocket(int fd) {
        this.fd = fd;
    }

    static NetlinkSocket open(int protocol) {
        int fd = Socket.open(Socket.AF_NETLINK, Socket.SOCK_RAW, protocol);
        Socket.option(fd, SOL_NETLINK, EXT_ACK, 1);
        Socket.option(fd, SOL_NETLINK, CAP_ACK, 1);
        return new NetlinkSocket(fd);
    }

    /** Sends a change and waits for its acknowledgement. */
    void change(String what, Message message) {
        exchange(what, message);
    }

    /** The answers to a query. */
    List<Reply> query(String what, Message message) {
        return exchange(what, message);
    }

    private List<Reply> exchange(String what, Message message) {
        lock.lock();
        try (var local = Arena.ofConfined()) {
            if (closed) {
                // The number may be somebody else's file by now.
                throw new LinuxException(what, Errno.EBADF);
            }
            int mine = ++sequence;
            if (Native.write(fd, Native.copy(local, message.bytes(mine))) < 0) {
                throw Native.failure(what);
            }
            var replies = new ArrayList<Reply>();
            var buffer = local.allocate(BUFFER);
            while (!receive(what, mine, buffer, replies)) {}
            return replies;
        } finally {
            lock.unlock();
        }
    }

    /** Reads one datagram; true when it ended the exchange. */
    private boolean receive(String what, int mine, MemorySegment buffer, List<Reply> replies) {
        long count = Socket.receive(fd, buffer, 0);
        if (count < 0) {
            if (Native.errno() == Errno.EINTR) {
                return false;
            }
            throw Native.failure(what);
        }
        var datagram = ByteBuffer.wrap(buffer.asSlice(0, count).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE))
                .order(ByteOrder.nativeOrder());
        boolean ended = false;
        for (int at = 0; at + Message.HEADER <= datagram.limit(); ) {
            int length = datagram.getInt(at);
            int type = datagram.getShort(at + 4);
            int flags = datagram.getShort(at + 6);
            // An exchange that failed half-way may have left answers behind: they carry its number.
            if (datagram.getInt(at + 8) == mine) {
                var body = datagram.slice(at + Message.HEADER, length - Message.HEADER)
                        .order(ByteOrder.nativeOrder());
                if (type == ERROR) {
                    refuse(what, body);
                    ended = true;
                } else if (type == DONE) {
                    ended = true;
                } else {
                    replies.add(new Reply(type, body));
                    ended = (flags & NLM_F_MULTI) == 0;
                }
            }
            at += (length + 3) & ~3;
        }
        return ended;
    }

    private static void refuse(String what, ByteBuffer body) {
        int errno = -body.getInt(0);
        if (errno == 0) {
            return;
        }
        var words = body.limit() <= 20
                ? ""
                : Reply.text(new Reply(ERROR, body).attributes(20).get(ERROR_TEXT));
        throw words.isEmpty() ? new LinuxException(what, errno) : new LinuxException(what, errno, words);
    }

    static int family(InetAddress address) {
        return address.getAddress().length == 4 ? Socket.AF_INET : Socket.AF_INET6;
    }

    static InetAddress any(int family) {
        return ip(ByteBuffer.allocate(family == Socket.AF_INET ? 4 : 16));
    }

    static InetAddress ip(ByteBuffer value) {
        try {
            return InetAddress.getByAddress(Reply.bytes(value));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                Native.close(fd);
            }
        } finally {
            lock.unlock();
        }
    }
}
