package dev.jcompose.engine.network;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.jcompose.api.network.EndpointAddress;
import dev.jcompose.api.network.EndpointSettings;
import dev.jcompose.linux.netlink.IpPrefix;
import dev.jcompose.linux.netlink.MacAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A container's place on one network, as the store keeps it.
 *
 * @param network id of the network
 * @param networkName its name
 * @param device name of the interface in the container
 * @param port name of the bridge's port on the host
 * @param settings what was asked for and what was given
 */
record Endpoint(String network, String networkName, String device, String port, EndpointSettings settings) {

    @JsonIgnore
    EndpointAddress address() {
        return settings.address();
    }

    @JsonIgnore
    MacAddress mac() {
        return MacAddress.parse(settings.macAddress());
    }

    /** Its addresses with the length of their subnets. */
    @JsonIgnore
    List<IpPrefix> addresses() {
        var all = new ArrayList<IpPrefix>();
        if (!address().ipAddress().isEmpty()) {
            all.add(new IpPrefix(
                    IpPrefix.literal(address().ipAddress()), address().ipPrefixLen()));
        }
        if (!address().globalIpv6Address().isEmpty()) {
            all.add(new IpPrefix(
                    IpPrefix.literal(address().globalIpv6Address()), address().globalIpv6PrefixLen()));
        }
        return all;
    }

    /** Addresses that hold on its link alone and that nobody looks up. */
    @JsonIgnore
    List<IpPrefix> linkLocalAddresses() {
        var ipam = settings.ipamConfig();
        return ipam == null
                ? List.of()
                : ipam.linkLocalIps().stream()
                        .map(IpPrefix::literal)
                        .map(address -> new IpPrefix(address, address instanceof Inet4Address ? 16 : 64))
                        .toList();
    }

    @JsonIgnore
    List<InetAddress> gateways() {
        var all = new ArrayList<InetAddress>();
        if (!address().gateway().isEmpty()) {
            all.add(IpPrefix.literal(address().gateway()));
        }
        if (!address().ipv6Gateway().isEmpty()) {
            all.add(IpPrefix.literal(address().ipv6Gateway()));
        }
        return all;
    }
}
