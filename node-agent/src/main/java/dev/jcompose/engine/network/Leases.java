package dev.jcompose.engine.network;

import dev.jcompose.api.error.EngineException;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The addresses of one subnet that are in use. An address that was given back is handed out again only after all others, so
 * that a stale name does not reach a stranger.
 */
final class Leases {
    private final Subnet subnet;
    private final Set<InetAddress> taken = new HashSet<>();
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

    /** Any free address; UNAVAILABLE where there is none. */
    InetAddress any() {
        lock.lock();
        try {
            var size = subnet.range().size();
            // With n addresses taken one of any n + 1 in a row is free.
            for (int tries = 0; tries <= taken.size(); tries++) {
                var candidate = subnet.range().host(next);
                next = next.add(BigInteger.ONE).mod(size);
                if (taken.add(candidate)) {
                    return candidate;
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

    /** Takes one address; INVALID where it is none of the subnet, CONFLICT where it is in use. */
    void take(InetAddress address) {
        if (!subnet.prefix().contains(address)) {
            throw EngineException.invalid(
                    "address " + address.getHostAddress() + " is not in the network's subnet " + subnet.prefix());
        }
        lock.lock();
        try {
            if (!taken.add(address)) {
                throw EngineException.conflict(
                        "address " + address.getHostAddress() + " is in use on this network: choose another");
            }
            if (subnet.range().contains(address)) {
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

    boolean serves(InetAddress address) {
        return subnet.isIpv4() == address instanceof Inet4Address;
    }
}
