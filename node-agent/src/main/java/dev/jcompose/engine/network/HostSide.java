package dev.jcompose.engine.network;

import dev.jcompose.linux.file.Sysctl;
import dev.jcompose.linux.netlink.IpPrefix;
import dev.jcompose.linux.netlink.Link;
import dev.jcompose.linux.netlink.Route;
import dev.jcompose.linux.netlink.Rtnetlink;
import dev.jcompose.linux.netns.NetworkNamespace;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The network namespace that plays the host: where bridges, published ports and the firewall are. It is the daemon's own unless
 * another is given; every socket and sysctl of the host is opened through {@link #call}.
 */
public final class HostSide implements AutoCloseable {
    private static final int ETHERNET_MTU = 1500;

    private final NetworkNamespace namespace;
    private final Rtnetlink links;
    private final boolean ipv6;

    private HostSide(NetworkNamespace namespace) {
        this.namespace = namespace;
        this.links = call(Rtnetlink::open);
        this.ipv6 = findIpv6();
    }

    /** The namespace in which the daemon runs. */
    public static HostSide own() {
        // By its path, not as the calling thread's: some calls come from threads that are inside a container's
        // namespace.
        return new HostSide(new NetworkNamespace(Path.of("/proc/self/ns/net")));
    }

    /** Another namespace. */
    public static HostSide in(NetworkNamespace namespace) {
        return new HostSide(namespace);
    }

    Rtnetlink links() {
        return links;
    }

    <T> T call(Callable<T> code) {
        return namespace.run(code);
    }

    /** What a new subnet must not overlap: routes but the default ones, addresses, name servers. */
    List<IpPrefix> occupied() {
        var occupied = new ArrayList<IpPrefix>();
        for (var route : links.routes()) {
            if (route.destination().length() > 0) {
                occupied.add(route.destination());
            }
        }
        occupied.addAll(links.addresses());
        for (var server : HostResolver.read().servers()) {
            occupied.add(new IpPrefix(server, server.getAddress().length * 8));
        }
        return occupied;
    }

    /** What a packet that leaves the host may weigh: containers must not send more. */
    int mtu() {
        var outward = links.routes().stream()
                .filter(route -> route.destination().length() == 0)
                .map(Route::link)
                .toList();
        return links.links().stream()
                .filter(link -> outward.contains(link.index()))
                .mapToInt(Link::mtu)
                .min()
                .orElse(ETHERNET_MTU);
    }

    boolean hasIpv6() {
        return ipv6;
    }

    private boolean findIpv6() {
        return call(() -> Files.exists(Path.of("/proc/sys/net/ipv6/conf/all/forwarding")))
                && readSysctl("net/ipv6/conf/all/disable_ipv6").equals("0");
    }

    /** An address of the host that containers can use for it where they have no gateway. */
    List<InetAddress> addresses() {
        return links.addresses().stream()
                .map(IpPrefix::address)
                .filter(each -> !each.isLoopbackAddress() && !each.isLinkLocalAddress())
                .toList();
    }

    String readSysctl(String name) {
        return call(() -> Sysctl.read(name));
    }

    void writeSysctl(String name, String value) {
        call(() -> Files.writeString(Path.of("/proc/sys", name), value));
    }

    @Override
    public void close() {
        links.close();
    }
}
