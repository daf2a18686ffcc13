package dev.jcompose.engine.network;

import dev.jcompose.engine.network.dns.NameServer;
import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.Native;
import dev.jcompose.linux.netlink.IpPrefix;
import dev.jcompose.linux.netlink.Link;
import dev.jcompose.linux.netlink.Rtnetlink;
import dev.jcompose.linux.netlink.Veth;
import dev.jcompose.linux.netns.NetworkNamespace;
import dev.jcompose.linux.nft.Nft;
import dev.jcompose.store.CrashPoint;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kernel's side of a container: its namespace, the cables to its bridges, its routes, its name server's sockets. */
final class Wiring {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final IpPrefix ANY4 = IpPrefix.parse("0.0.0.0/0");
    private static final IpPrefix ANY6 = IpPrefix.parse("::/0");
    private static final InetAddress NAME_SERVER = IpPrefix.literal(EtcFiles.NAME_SERVER);

    private final HostSide host;
    private final Path folder;
    private final Function<String, NetworkRecord> networks;
    private final Bridges bridges;

    Wiring(HostSide host, Path folder, Function<String, NetworkRecord> networks, Bridges bridges) {
        this.host = host;
        this.folder = folder;
        this.networks = networks;
        this.bridges = bridges;
    }

    NetworkNamespace namespace(String container) {
        return new NetworkNamespace(folder.resolve(container));
    }

    /** The containers that have a namespace. */
    List<String> present() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** Makes the namespace, with nothing in it but its own loopback. */
    void open(Sandbox sandbox) {
        CrashPoint.pass("before the network of a container");
        NetworkNamespace.create(namespace(sandbox.id()).path(), () -> {
            setUp();
            try (var links = Rtnetlink.open()) {
                links.up(links.link("lo").orElseThrow().index());
            }
            return true;
        });
    }

    /** Makes everything that is in the namespace; the name server does not answer yet. */
    NameServer wire(Sandbox sandbox) {
        return namespace(sandbox.id()).run(() -> {
            plugAll(sandbox);
            CrashPoint.pass("between the cables of a container and its name server");
            return openNameServer("");
        });
    }

    /** Makes cables and routes as if none were there; those that are go. */
    void rewire(Sandbox sandbox) {
        namespace(sandbox.id()).run(() -> {
            plugAll(sandbox);
            return true;
        });
    }

    private void plugAll(Sandbox sandbox) throws IOException {
        try (var links = Rtnetlink.open()) {
            for (var endpoint : sandbox.endpoints()) {
                plug(namespace(sandbox.id()), links, endpoint);
            }
            route(links, sandbox);
        }
    }

    /** Brings a namespace that is there into order again: whatever cable or route is missing, and a new name server. */
    NameServer rebuild(Sandbox sandbox) {
        var namespace = namespace(sandbox.id());
        return namespace.run(() -> {
            try (var links = Rtnetlink.open()) {
                for (var endpoint : sandbox.endpoints()) {
                    replug(namespace, links, sandbox, endpoint);
                }
            }
            // Replaces what the daemon before us made.
            return openNameServer("table ip jcompose_dns {}\ndelete table ip jcompose_dns\n");
        });
    }

    void connect(Sandbox changed, Endpoint added) {
        var namespace = namespace(changed.id());
        namespace.run(() -> {
            try (var links = Rtnetlink.open()) {
                plug(namespace, links, added);
                route(links, changed);
            }
            return true;
        });
    }

    void disconnect(Sandbox changed, Endpoint removed) {
        host.links().delete(removed.port());
        namespace(changed.id()).run(() -> {
            try (var links = Rtnetlink.open()) {
                route(links, changed);
            }
            return true;
        });
    }

    /**
     * Takes cables and namespace away; what is gone already is passed over. With the namespace the kernel deletes the links in
     * it, many at once and in its own time, where deleting one and waiting takes tens of milliseconds.
     */
    void tearDown(Sandbox sandbox) {
        sandbox.endpoints().forEach(endpoint -> cut(endpoint.port()));
        CrashPoint.pass("between the cables of a container and their end");
        namespace(sandbox.id()).delete();
        CrashPoint.pass("after the network of a container went");
        if (!sandbox.endpoints().isEmpty()) {
            Thread.startVirtualThread(() -> deleteIfStillThere(sandbox));
        }
    }

    private void cut(String port) {
        try {
            host.links().link(port).ifPresent(link -> host.links().disableBridgePort(link.index()));
        } catch (LinuxException e) {
            LOG.debug("Port {} went by itself", port, e);
        }
    }

    /** A process that ought to be dead may keep a namespace, and with it the cable. */
    private void deleteIfStillThere(Sandbox sandbox) {
        try {
            Thread.sleep(PATIENCE);
            sandbox.endpoints().forEach(endpoint -> host.links().delete(endpoint.port()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LinuxException e) {
            LOG.debug("The ports of {} are left to the next daemon", sandbox.name(), e);
        }
    }

    private void plug(NetworkNamespace namespace, Rtnetlink inside, Endpoint endpoint) throws IOException {
        var network = networks.apply(endpoint.network());
        int fd = Native.open(namespace.path(), Native.O_RDONLY, 0);
        try {
            bridges.with(
                    network,
                    bridge -> create(new Veth(
                            endpoint.port(), endpoint.device(), endpoint.mac(), bridge.mtu(), bridge.index(), fd)));
        } finally {
            Native.close(fd);
        }
        setUpPort(host.links().link(endpoint.port()).orElseThrow(), endpoint);
        setUpDevice(inside.link(endpoint.device()).orElseThrow(), inside, endpoint);
    }

    private static void setUpDevice(Link device, Rtnetlink inside, Endpoint endpoint) throws IOException {
        if (endpoint.address().globalIpv6Address().isEmpty()) {
            sysctl("net/ipv6/conf/" + endpoint.device() + "/disable_ipv6", "1");
        }
        inside.up(device.index());
        endpoint.addresses().forEach(address -> inside.addAddress(device.index(), address));
        endpoint.linkLocalAddresses().forEach(address -> inside.addAddress(device.index(), address));
    }

    private void replug(NetworkNamespace namespace, Rtnetlink inside, Sandbox sandbox, Endpoint endpoint)
            throws IOException {
        var port = host.links().link(endpoint.port());
        if (port.isEmpty()) {
            plug(namespace, inside, endpoint);
            route(inside, sandbox);
            return;
        }
        bridges.with(networks.apply(endpoint.network()), bridge -> {
            if (port.get().master() != bridge.index()) {
                host.links().enslave(port.get().index(), bridge.index());
            }
            setUpPort(port.get(), endpoint);
        });
        // A connect may have been cut off after the cable. What a container made of its device since then is its own.
        var device = inside.link(endpoint.device());
        if (device.isPresent() && Collections.disjoint(inside.addresses(), endpoint.addresses())) {
            setUpDevice(device.get(), inside, endpoint);
            route(inside, sandbox);
        }
    }

    private void create(Veth veth) {
        try {
            host.links().createVeth(veth);
        } catch (LinuxException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
            // Left by a start that was cut off: the name says that it is of this very endpoint.
            host.links().delete(veth.host());
            host.links().createVeth(veth);
        }
    }

    private void setUpPort(Link port, Endpoint endpoint) {
        host.links()
                .bridgePort(
                        port.index(), true, networks.apply(endpoint.network()).isolatesContainers());
    }

    private static void route(Rtnetlink inside, Sandbox sandbox) {
        var outward = sandbox.outward();
        if (outward == null) {
            return;
        }
        int device = inside.link(outward.device()).orElseThrow().index();
        for (var gateway : outward.gateways()) {
            inside.route(gateway instanceof Inet4Address ? ANY4 : ANY6, gateway, device);
        }
    }

    /** What Docker lets every container do: low ports and pings without root. */
    private static void setUp() throws IOException {
        sysctl("net/ipv4/ip_unprivileged_port_start", "0");
        sysctl("net/ipv4/ping_group_range", "0 2147483647");
    }

    private static void sysctl(String name, String value) throws IOException {
        var file = Path.of("/proc/sys", name);
        if (Files.exists(file)) {
            Files.writeString(file, value);
        }
    }

    /**
     * Questions to 127.0.0.11:53 go to our ports, so that the container may have port 53 on every address for itself. Each packet
     * is rewritten by itself, and around what may track connections, so that none are tracked for our sake: that would cost
     * every packet of the container.
     */
    private static NameServer openNameServer(String before) throws IOException {
        var server = NameServer.open(NAME_SERVER);
        try (var nft = Nft.open()) {
            nft.apply(before + """
                    table ip jcompose_dns {
                    chain question {
                    udp dport 53 udp dport set %1$d
                    tcp dport 53 tcp dport set %2$d
                    }
                    chain answer {
                    udp sport %1$d udp sport set 53
                    tcp sport %2$d tcp sport set 53
                    }
                    chain output { type filter hook output priority raw; policy accept;
                    ip daddr 127.0.0.11 jump question
                    }
                    chain input { type filter hook input priority 100; policy accept;
                    ip saddr 127.0.0.11 jump answer
                    }
                    }
                    """.formatted(server.udpPort(), server.tcpPort()));
        }
        return server;
    }
}
