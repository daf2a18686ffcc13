package dev.jcompose.engine.network;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.netlink.Link;
import dev.jcompose.linux.netlink.MacAddress;
import dev.jcompose.store.CrashPoint;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The kernel's bridge of a network: made when first needed, the same again after somebody took it away. */
final class Bridges {
    private static final String MTU = "com.docker.network.driver.mtu";

    /** What the kernel takes for a bridge, in bytes; below the second it has no IPv6. */
    private static final int SMALLEST_MTU = 68;

    private static final int SMALLEST_MTU_OF_IPV6 = 1280;
    private static final int LARGEST_MTU = 65_535;

    private final HostSide host;
    private final Forwarding forwarding;
    private final Firewall firewall;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    Bridges(HostSide host, Forwarding forwarding, Firewall firewall) {
        this.host = host;
        this.forwarding = forwarding;
        this.firewall = firewall;
    }

    /** Runs {@code use} with the bridge, which cannot go meanwhile. */
    void with(NetworkRecord network, Consumer<Link> use) {
        lock.readLock().lock();
        try {
            use.accept(ensure(network));
        } finally {
            lock.readLock().unlock();
        }
    }

    /** After a start of the daemon: the last one may have been cut off between the making of a bridge and its setting up. */
    void restore(NetworkRecord network) {
        setUp(network, ensure(network));
    }

    /** The bridge of a network, made if it is not there. */
    private Link ensure(NetworkRecord network) {
        var present = host.links().link(network.bridge());
        return present.isPresent() ? present.get() : create(network);
    }

    private Link create(NetworkRecord network) {
        var subnets = network.subnets();
        var six = subnets.stream().anyMatch(subnet -> !subnet.isIpv4());
        if (!network.flags().internal()) {
            forwarding.require(six, firewall::restore);
        }
        CrashPoint.pass("before a bridge is made");
        try {
            host.links()
                    .createBridge(
                            network.bridge(), mac(subnets.getFirst().gateway()), mtu(network), FirewallText.GROUP);
        } catch (LinuxException e) {
            // Somebody else who attaches to the same network may have been faster.
            if (!e.is(Errno.EEXIST)) {
                throw EngineException.unavailable(
                        "cannot make a bridge for network " + network.name() + ": " + e.getMessage(), e);
            }
        }
        CrashPoint.pass("after a bridge was made");
        var link = host.links().link(network.bridge()).orElseThrow();
        setUp(network, link);
        return link;
    }

    private void setUp(NetworkRecord network, Link link) {
        // The firewall drops what containers send to loopback addresses; this lets in the answers to what we
        // translated.
        host.writeSysctl("net/ipv4/conf/" + network.bridge() + "/route_localnet", "1");
        if (host.hasIpv6()) {
            host.writeSysctl("net/ipv6/conf/" + network.bridge() + "/accept_ra", "0");
        }
        network.subnets().forEach(subnet -> host.links().addAddress(link.index(), subnet.bridgeAddress()));
    }

    /** Takes the bridge away unless {@code used} says, when nobody is using it, that somebody is about to. */
    void remove(NetworkRecord network, BooleanSupplier used) {
        lock.writeLock().lock();
        try {
            if (!used.getAsBoolean()) {
                CrashPoint.pass("before a bridge goes");
                host.links().delete(network.bridge());
                CrashPoint.pass("after a bridge went");
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Bytes of the largest packet; INVALID where the option names no such size. */
    int mtu(NetworkRecord network) {
        var asked = network.options().get(MTU);
        if (asked == null) {
            return host.mtu();
        }
        int smallest = network.subnets().stream().allMatch(Subnet::isIpv4) ? SMALLEST_MTU : SMALLEST_MTU_OF_IPV6;
        try {
            int bytes = Integer.parseInt(asked);
            if (bytes < smallest || bytes > LARGEST_MTU) {
                throw wrongMtu(network, asked, "out of range: give " + smallest + " to " + LARGEST_MTU + " bytes");
            }
            return bytes;
        } catch (NumberFormatException e) {
            throw wrongMtu(network, asked, "no number: give bytes, as 1400");
        }
    }

    private static EngineException wrongMtu(NetworkRecord network, String asked, String why) {
        return EngineException.invalid(
                        "network " + network.name() + ": option " + MTU + ": \"" + asked + "\" is " + why)
                .about("driver_opts", MTU);
    }

    /** A hardware address that nobody else on the network has, because nobody else has the IP address. */
    static MacAddress mac(InetAddress address) {
        var ip = address.getAddress();
        var mac = new byte[] {2, 0x42, 0, 0, 0, 0};
        System.arraycopy(Arrays.copyOfRange(ip, ip.length - 4, ip.length), 0, mac, 2, 4);
        return MacAddress.of(mac);
    }
}
