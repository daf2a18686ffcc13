package dev.jcompose.engine.network;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.network.Ipam;
import dev.jcompose.linux.netlink.IpPrefix;
import java.net.InetAddress;
import java.util.Map;

/**
 * A subnet of a network, checked and complete. Kept as text in the store and on the wire.
 *
 * @param range where addresses are handed out; the subnet itself unless asked for
 * @param auxiliary addresses that are never handed out
 */
record Subnet(IpPrefix prefix, IpPrefix range, InetAddress gateway, Map<String, String> auxiliary) {

    static Subnet of(IpPrefix prefix) {
        return new Subnet(prefix, prefix, prefix.host(1), Map.of());
    }

    /** Throws INVALID where the parts contradict each other. */
    static Subnet parse(Ipam.Pool pool) {
        try {
            var asked = IpPrefix.parse(pool.subnet());
            var prefix = asked.network();
            if (!prefix.equals(asked)) {
                throw new IllegalArgumentException("subnet " + asked + " has host bits set: its network is " + prefix);
            }
            var range = pool.ipRange().isEmpty()
                    ? prefix
                    : IpPrefix.parse(pool.ipRange()).network();
            var gateway = pool.gateway().isEmpty() ? prefix.host(1) : IpPrefix.literal(pool.gateway());
            if (!prefix.contains(gateway)) {
                throw new IllegalArgumentException("gateway " + pool.gateway() + " is not in subnet " + prefix);
            }
            if (!prefix.overlaps(range) || range.length() < prefix.length()) {
                throw new IllegalArgumentException("ip range " + pool.ipRange() + " is not in subnet " + prefix);
            }
            for (var auxiliary : pool.auxiliaryAddresses().values()) {
                if (!prefix.contains(IpPrefix.literal(auxiliary))) {
                    throw new IllegalArgumentException(
                            "auxiliary address " + auxiliary + " is not in subnet " + prefix);
                }
            }
            return new Subnet(prefix, range, gateway, Map.copyOf(pool.auxiliaryAddresses()));
        } catch (IllegalArgumentException e) {
            throw EngineException.invalid(String.valueOf(e.getMessage()));
        }
    }

    Ipam.Pool pool() {
        return new Ipam.Pool(
                prefix.toString(), range.equals(prefix) ? "" : range.toString(), IpPrefix.text(gateway), auxiliary);
    }

    boolean isIpv4() {
        return prefix.isIpv4();
    }

    /** The gateway with the subnet's length: what the bridge wears. */
    IpPrefix bridgeAddress() {
        return new IpPrefix(gateway, prefix.length());
    }
}
