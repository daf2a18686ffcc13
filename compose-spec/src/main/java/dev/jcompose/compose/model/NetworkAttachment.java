package dev.jcompose.compose.model;

import java.util.List;
import java.util.Map;

/** A service in a network, by the network's key; empty texts are unset. */
public record NetworkAttachment(
        String network,
        List<String> aliases,
        String ipv4Address,
        String ipv6Address,
        List<String> linkLocalIps,
        String macAddress,
        String interfaceName,
        Map<String, String> driverOpts,
        int priority,
        int gatewayPriority) {

    static NetworkAttachment of(String network, View view) {
        return new NetworkAttachment(
                network,
                view.texts("aliases"),
                view.text("ipv4_address"),
                view.text("ipv6_address"),
                view.texts("link_local_ips"),
                view.text("mac_address"),
                view.text("interface_name"),
                view.textByKey("driver_opts"),
                (int) view.number("priority"),
                (int) view.number("gw_priority"));
    }
}
