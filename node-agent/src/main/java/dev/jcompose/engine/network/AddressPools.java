package dev.jcompose.engine.network;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.linux.netlink.IpPrefix;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;

/**
 * Where subnets come from when nobody asks for one: private space, cut into pieces of a thousand hosts, more than seventeen
 * thousand of them.
 */
final class AddressPools {
    private record Pool(IpPrefix space, int piece) {}

    private static final List<Pool> POOLS = List.of(
            new Pool(IpPrefix.parse("172.17.0.0/16"), 16),
            new Pool(IpPrefix.parse("172.18.0.0/15"), 22),
            new Pool(IpPrefix.parse("172.20.0.0/14"), 22),
            new Pool(IpPrefix.parse("172.24.0.0/13"), 22),
            new Pool(IpPrefix.parse("10.128.0.0/9"), 22),
            new Pool(IpPrefix.parse("192.168.0.0/16"), 22),
            new Pool(IpPrefix.parse("10.0.0.0/9"), 22));

    private AddressPools() {}

    /** The first IPv4 subnet that overlaps nothing of {@code used}: routes and addresses of the host, other networks. */
    static IpPrefix free(Collection<IpPrefix> used) {
        for (var pool : POOLS) {
            var candidate = new IpPrefix(pool.space().address(), pool.piece());
            while (pool.space().contains(candidate.address())) {
                var blocker = used.stream().filter(candidate::overlaps).findFirst();
                if (blocker.isEmpty()) {
                    return candidate;
                }
                candidate = after(candidate, blocker.get());
            }
        }
        throw EngineException.unavailable(
                "every subnet of the private address space is taken by a network or a route of this host:"
                        + " remove a network, or name a subnet (ipam.config.subnet)",
                null);
    }

    /** The local IPv6 /64 of a network: fd, 40 bits of the instance, 16 bits counted up. */
    static IpPrefix freeIpv6(String instance, Collection<IpPrefix> used) {
        var site = IpPrefix.parse("fd%s:%s:%s00::/48"
                .formatted(instance.substring(0, 2), instance.substring(2), instance.substring(0, 2)));
        for (int number = 1; number < 1 << 16; number++) {
            var candidate = new IpPrefix(site.host(BigInteger.valueOf(number).shiftLeft(64)), 64);
            if (used.stream().noneMatch(candidate::overlaps)) {
                return candidate;
            }
        }
        throw EngineException.unavailable("no IPv6 subnet of " + site + " is free", null);
    }

    /** The next piece that begins behind {@code blocker}. */
    private static IpPrefix after(IpPrefix candidate, IpPrefix blocker) {
        var step = candidate.size().max(blocker.size());
        var aligned = blocker.size().compareTo(candidate.size()) > 0 ? blocker.network() : candidate;
        return new IpPrefix(aligned.host(step), candidate.length());
    }
}
