package dev.jcompose.linux.netlink;

/**
 * A pair of links to make: {@code host} on the caller's side, {@code peer} in another namespace.
 *
 * @param mac the peer's
 * @param bridge index of the bridge that {@code host} becomes a port of
 * @param namespace descriptor of the peer's namespace
 */
public record Veth(String host, String peer, MacAddress mac, int mtu, int bridge, int namespace) {}
