package dev.jcompose.engine.network;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.network.Ipam;
import dev.jcompose.linux.netlink.IpPrefix;
import java.net.InetAddress;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A subnet of a network, checked and complete. Kept as text in the store and on the wire.
 *
 * @param range where addresses are handed out; the subnet itself unless asked for
 * @param auxiliary addresses that are never handed out
 */
record Subnet(IpPrefix prefix, IpPrefix range, InetAddress gateway, Map<String, String> auxiliary) {

    private static final String OTHER = "choose one of it, or none";

    static Subnet of(IpPrefix prefix) {
        return new Subnet(prefix, prefix, prefix.host(1), Map.of());
    }

    /** Throws INVALID where the parts contradict each other, about the one that is wrong. */
    static Subnet parse(Ipam.Pool pool) {
        var asked = read("subnet", "", () -> IpPrefix.parse(pool.subnet()));
        var prefix = asked.network();
        require(prefix.equals(asked), "subnet", "", "subnet " + asked + " has host bits set: its network is " + prefix);
        var range = pool.ipRange().isEmpty()
                ? prefix
                : read("ip_range", "", () -> IpPrefix.parse(pool.ipRange()).network());
        var gateway =
                pool.gateway().isEmpty() ? prefix.host(1) : read("gateway", "", () -> IpPrefix.literal(pool.gateway()));
        require(
                prefix.contains(gateway),
                "gateway",
                "",
                "gateway " + pool.gateway() + " is not in subnet " + prefix + ": " + OTHER);
        require(
                prefix.overlaps(range) && range.length() >= prefix.length(),
                "ip_range",
                "",
                "ip range " + pool.ipRange() + " is not in subnet " + prefix + ": name a part of it, or none");
        pool.auxiliaryAddresses().forEach((name, text) -> {
            var address = read("aux_addresses", name, () -> IpPrefix.literal(text));
            require(
                    prefix.contains(address),
                    "aux_addresses",
                    name,
                    "auxiliary address " + text + " is not in subnet " + prefix + ": " + OTHER);
        });
        return new Subnet(prefix, range, gateway, Map.copyOf(pool.auxiliaryAddresses()));
    }

    private static <T> T read(String key, String item, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException e) {
            throw EngineException.invalid(String.valueOf(e.getMessage())).about(key, item);
        }
    }

    private static void require(boolean holds, String key, String item, String otherwise) {
        if (!holds) {
            throw EngineException.invalid(otherwise).about(key, item);
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
