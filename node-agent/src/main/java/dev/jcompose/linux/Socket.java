package dev.jcompose.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sockets as descriptors, for what the JDK's classes cannot do: netlink, sockets that live in another network namespace, ports
 * that are held without being served. A descriptor stays in the namespace in which it was opened, whoever uses it.
 */
public final class Socket {
    public static final int AF_INET = 2;
    public static final int AF_INET6 = 10;
    public static final int AF_NETLINK = 16;
    public static final int SOCK_STREAM = 1;
    public static final int SOCK_DGRAM = 2;
    public static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_REUSEPORT = 15;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_TYPE = 3;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;
    /** sockaddr_un, the longest of the names that are asked for. */
    private static final int LONGEST_NAME = 110;

    private static final MethodHandle SOCKET =
            Native.function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
            Native.function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle LISTEN =
            Native.function("listen", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle GETSOCKNAME =
            Native.function("getsockname", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle SETSOCKOPT = Native.function(
            "setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle GETSOCKOPT = Native.function(
            "getsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle RECV =
            Native.function("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

    private Socket() {}

    /** A new blocking socket, close-on-exec. */
    public static int open(int family, int type, int protocol) {
        try {
            int fd = (int) SOCKET.invokeExact(Native.state(), family, type | SOCK_CLOEXEC, protocol);
            if (fd < 0) {
                throw Native.failure("socket of family " + family);
            }
            return fd;
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }

    /** Lets the address be taken where only closed connections linger on it; before {@link #bind}. */
    public static void reuseAddress(int fd) {
        option(fd, SOL_SOCKET, SO_REUSEADDR, 1);
    }

    /** Lets another socket of the same user that says so too take the address; before {@link #bind}. */
    public static void reusePort(int fd) {
        option(fd, SOL_SOCKET, SO_REUSEPORT, 1);
    }

    /** Lets {@link #receive} give up with EAGAIN after so many seconds. */
    public static void receiveTimeout(int fd, int seconds) {
        option(fd, SOL_SOCKET, SO_RCVTIMEO, arena -> arena.allocateFrom(JAVA_LONG, seconds, 0));
    }

    public static void option(int fd, int level, int name, int value) {
        option(fd, level, name, arena -> arena.allocateFrom(JAVA_INT, value));
    }

    private static void option(int fd, int level, int name, Function<Arena, MemorySegment> value) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment content = value.apply(arena);
            int result =
                    (int) SETSOCKOPT.invokeExact(Native.state(), fd, level, name, content, (int) content.byteSize());
            if (result < 0) {
                throw Native.failure("setsockopt " + level + "/" + name);
            }
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }

    /** Binds to exactly this address; an IPv6 socket never takes the IPv4 port as well. */
    public static void bind(int fd, InetSocketAddress address) {
        if (!(address.getAddress() instanceof Inet4Address)) {
            option(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
        }
        try (var arena = Arena.ofConfined()) {
            var name = Native.copy(arena, encode(address));
            if ((int) BIND.invokeExact(Native.state(), fd, name, (int) name.byteSize()) < 0) {
                throw Native.failure("bind " + address);
            }
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }

    /** Gives a netlink socket an address, and lets it hear what is said to {@code groups} (a mask). */
    public static void bindNetlink(int fd, int groups) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(JAVA_INT, AF_NETLINK, 0, groups);
            if ((int) BIND.invokeExact(Native.state(), fd, name, (int) name.byteSize()) < 0) {
                throw Native.failure("bind a netlink socket");
            }
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }

    public static void listen(int fd, int backlog) {
        try {
            if ((int) LISTEN.invokeExact(Native.state(), fd, backlog) < 0) {
                throw Native.failure("listen");
            }
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }

    /** The local address of an IPv4 or IPv6 socket. */
    public static InetSocketAddress localAddress(int fd) {
        return ipAddress(fd).orElseThrow(() -> new IllegalArgumentException("no socket of IP: " + fd));
    }

    /** The local address; empty for a socket of another family. */
    public static Optional<InetSocketAddress> ipAddress(int fd) {
        try (var arena = Arena.ofConfined()) {
            var name = arena.allocate(LONGEST_NAME);
            var length = arena.allocateFrom(JAVA_INT, LONGEST_NAME);
            if ((int) GETSOCKNAME.invokeExact(Native.state(), fd, name, length) < 0) {
                throw Native.failure("getsockname");
            }
            int family = name.get(JAVA_SHORT, 0);
            return family == AF_INET || family == AF_INET6 ? Optional.of(decode(name)) : Optional.empty();
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }

    /** {@link #SOCK_STREAM}, {@link #SOCK_DGRAM} or another. */
    public static int type(int fd) {
        try (var arena = Arena.ofConfined()) {
            var value = arena.allocate(JAVA_INT);
            var length = arena.allocateFrom(JAVA_INT, Integer.BYTES);
            if ((int) GETSOCKOPT.invokeExact(Native.state(), fd, SOL_SOCKET, SO_TYPE, value, length) < 0) {
                throw Native.failure("getsockopt");
            }
            return value.get(JAVA_INT, 0);
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }

    /** Bytes received into {@code buffer}, or -1 with {@link Native#errno()}. */
    public static long receive(int fd, MemorySegment buffer, int flags) {
        try {
            return (long) RECV.invokeExact(Native.state(), fd, buffer, buffer.byteSize(), flags);
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }

    private static byte[] encode(InetSocketAddress address) {
        var ip = address.getAddress().getAddress();
        var name = ByteBuffer.allocate(ip.length == 4 ? 16 : 28);
        name.order(ByteOrder.nativeOrder()).putShort((short) (ip.length == 4 ? AF_INET : AF_INET6));
        name.order(ByteOrder.BIG_ENDIAN).putShort((short) address.getPort());
        name.put(ip.length == 4 ? 4 : 8, ip);
        return name.array();
    }

    private static InetSocketAddress decode(MemorySegment name) throws UnknownHostException {
        var bytes = name.asByteBuffer();
        boolean four = bytes.order(ByteOrder.nativeOrder()).getShort(0) == AF_INET;
        int port = Short.toUnsignedInt(bytes.order(ByteOrder.BIG_ENDIAN).getShort(2));
        var ip = new byte[four ? 4 : 16];
        bytes.get(four ? 4 : 8, ip);
        return new InetSocketAddress(InetAddress.getByAddress(ip), port);
    }
}
