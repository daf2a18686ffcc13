package dev.jcompose.engine.network;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.Native;
import dev.jcompose.linux.Socket;
import dev.jcompose.linux.netlink.IpPrefix;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sockets that are bound to published ports and never served, so that nobody else on the host takes them. The firewall leads
 * packets away before they would get here.
 */
final class PortHolds implements AutoCloseable {
    private static final int RANDOM_TRIES = 8;

    private final HostSide host;
    private final Function<PublishedPort, Optional<String>> ours;
    private final List<Integer> descriptors = new ArrayList<>();

    /** {@code ours} names the container that has published a port. */
    PortHolds(HostSide host, Function<PublishedPort, Optional<String>> ours) {
        this.host = host;
        this.ours = ours;
    }

    List<Integer> descriptors() {
        return List.copyOf(descriptors);
    }

    /** @param shared ports that another container has too, and keeps for now */
    record Taken(List<PublishedPort> own, List<PublishedPort> shared) {}

    /**
     * Takes what is wanted: for each wish what it may share with a predecessor, else a port of its range that is free on all
     * its addresses.
     */
    Taken take(String container, List<PortWish> wishes, SharedHolds shared) {
        return host.call(() -> {
            var taken = new Taken(new ArrayList<>(), new ArrayList<>());
            for (var wish : wishes) {
                var common = shared.take(wish, descriptors);
                taken.shared.addAll(common);
                if (common.isEmpty()) {
                    taken.own.addAll(take(container, wish));
                }
            }
            return taken;
        });
    }

    private List<PublishedPort> take(String container, PortWish wish) {
        EngineException last = null;
        // What the kernel chooses for one address may be taken on the next.
        int tries = wish.first() == 0 ? RANDOM_TRIES : wish.last() - wish.first() + 1;
        for (int index = 0; index < tries; index++) {
            var mark = descriptors.size();
            try {
                return hold(container, wish, wish.first() == 0 ? 0 : wish.first() + index);
            } catch (EngineException e) {
                last = e;
                release(mark);
            }
        }
        throw last == null
                ? EngineException.invalid("the port range " + wish + " is empty")
                : last.about("ports", wish.published());
    }

    private List<PublishedPort> hold(String container, PortWish wish, int port) {
        var held = new ArrayList<PublishedPort>();
        int chosen = port;
        for (var address : wish.addresses()) {
            var published = new PublishedPort(wish.protocol(), address, chosen, wish.containerPort());
            chosen = bind(container, published);
            held.add(new PublishedPort(wish.protocol(), address, chosen, wish.containerPort()));
        }
        return held;
    }

    /** The port that was bound: the one asked for, or the kernel's choice for 0. */
    private int bind(String container, PublishedPort port) {
        var address = IpPrefix.literal(port.address());
        try {
            return open(port, address, false);
        } catch (LinuxException e) {
            if (e.is(Errno.EADDRNOTAVAIL)) {
                throw EngineException.invalid("container " + container + ": cannot publish " + port + ": "
                        + port.address() + " is no address of this host");
            }
            if (!e.is(Errno.EADDRINUSE)) {
                throw EngineException.unavailable(
                        "container " + container + ": cannot publish " + port + ": " + e.getMessage(), e);
            }
        }
        // Nobody may be there but connections that have just been closed.
        try {
            return open(port, address, true);
        } catch (LinuxException e) {
            var holder = ours.apply(port)
                    .map(name -> "container " + name + " has published it")
                    .or(() -> PortHolder.find(port.protocol(), port.port()).map(process -> process + " has it"))
                    .orElse("it is in use");
            throw EngineException.conflict("container " + container + ": cannot publish " + port + ": " + holder
                    + ": stop that, or choose another port of the host");
        }
    }

    private int open(PublishedPort port, InetAddress address, boolean lingering) {
        int type = switch (port.protocol()) {
            case "tcp" -> Socket.SOCK_STREAM;
            case "udp" -> Socket.SOCK_DGRAM;
            default -> throw EngineException.invalid("cannot publish " + port + ": only tcp and udp can be published");
        };
        if (lingering && type != Socket.SOCK_STREAM) {
            throw new LinuxException("bind " + port, Errno.EADDRINUSE);
        }
        int fd = Socket.open(address instanceof Inet4Address ? Socket.AF_INET : Socket.AF_INET6, type, 0);
        try {
            if (!port.isIpv4()) {
                // The relay of [::1] shares the port.
                Socket.reusePort(fd);
            }
            if (lingering) {
                Socket.reuseAddress(fd);
            }
            Socket.bind(fd, new InetSocketAddress(address, port.port()));
            if (lingering) {
                Socket.listen(fd, 1);
            }
            int bound = Socket.localAddress(fd).getPort();
            descriptors.add(fd);
            return bound;
        } catch (RuntimeException e) {
            Native.close(fd);
            throw e;
        }
    }

    private void release(int mark) {
        while (descriptors.size() > mark) {
            Native.close(descriptors.removeLast());
        }
    }

    /** Closes our copies; where a monitor has inherited them the ports stay held. */
    @Override
    public void close() {
        release(0);
    }
}
