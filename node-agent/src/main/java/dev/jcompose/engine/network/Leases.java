package dev.jcompose.engine.network;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.linux.netlink.IpPrefix;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The addresses of one subnet that are in use. An address that was given back stays its last holder's as long as it can: who
 * comes again under the same name gets it again, because proxies and clients look names up once; to others it is handed out only
 * after all others, so that a stale name does not reach a stranger.
 */
final class Leases {
    /** As many as a subnet of ours has hosts; wider ones forget the holders of long ago. */
    private static final int REMEMBERED = 1024;

    private final Subnet subnet;
    private final Set<InetAddress> taken = new HashSet<>();
    private final LinkedHashMap<String, InetAddress> lastOf = new LinkedHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private BigInteger next = BigInteger.ZERO;

    Leases(Subnet subnet) {
        this.subnet = subnet;
        taken.add(subnet.gateway());
        taken.add(subnet.prefix().host(0));
        if (subnet.isIpv4()) {
            taken.add(subnet.prefix().host(subnet.prefix().size().subtract(BigInteger.ONE)));
        }
        subnet.auxiliary().values().forEach(text -> taken.add(InetAddress.ofLiteral(text)));
    }

    Subnet subnet() {
        return subnet;
    }

    /** The address that the holder of this name had, where it is free, else any free one; UNAVAILABLE where there is none. */
    InetAddress any(String holder) {
        lock.lock();
        try {
            var last = lastOf.get(holder);
            if (last != null && taken.add(last)) {
                return remembered(holder, last);
            }
            var size = subnet.range().size();
            // With n addresses taken one of any n + 1 in a row is free.
            for (int tries = 0; tries <= taken.size(); tries++) {
                var candidate = subnet.range().host(next);
                next = next.add(BigInteger.ONE).mod(size);
                if (taken.add(candidate)) {
                    return remembered(holder, candidate);
                }
            }
            throw EngineException.unavailable(
                    "no address of " + subnet.range()
                            + " is free: remove a container of this network, or make one with a" + " wider subnet",
                    null);
        } finally {
            lock.unlock();
        }
    }

    /** Takes one address for the holder of this name; INVALID where it is none of the subnet, CONFLICT where it is in use. */
    void take(InetAddress address, String holder) {
        if (!subnet.prefix().contains(address)) {
            throw EngineException.invalid(
                    "address " + IpPrefix.text(address) + " is not in the network's subnet " + subnet.prefix());
        }
        lock.lock();
        try {
            if (!taken.add(address)) {
                throw EngineException.conflict(
                        "address " + IpPrefix.text(address) + " is in use on this network: choose another");
            }
            if (subnet.range().contains(address)) {
                remembered(holder, address);
                next = subnet.range()
                        .indexOf(address)
                        .add(BigInteger.ONE)
                        .mod(subnet.range().size());
            }
        } finally {
            lock.unlock();
        }
    }

    void release(InetAddress address) {
        lock.lock();
        try {
            taken.remove(address);
        } finally {
            lock.unlock();
        }
    }

    private InetAddress remembered(String holder, InetAddress address) {
        lastOf.values().remove(address);
        if (!holder.isEmpty()) {
            lastOf.putLast(holder, address);
        }
        if (lastOf.size() > REMEMBERED) {
            lastOf.pollFirstEntry();
        }
        return address;
    }

    boolean serves(InetAddress address) {
        return subnet.isIpv4() == address instanceof Inet4Address;
    }
}
