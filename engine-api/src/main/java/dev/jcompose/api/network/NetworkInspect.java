package dev.jcompose.api.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Map;

/**
 * A network, in lists and alone.
 *
 * @param containers container id → its endpoint; empty in lists
 */
public record NetworkInspect(
        String name,
        String id,
        Instant created,
        String scope,
        String driver,
        @JsonUnwrapped NetworkFlags flags,
        @JsonProperty("IPAM") Ipam ipam,
        CreateNetwork.ConfigFrom configFrom,
        Map<String, Member> containers,
        Map<String, String> options,
        Map<String, String> labels) {
    /** What was left open at the creation is said here. */
    public NetworkInspect {
        flags = flags.settled();
    }

    /** Addresses with their prefix length: {@code 172.18.0.2/16}. */
    public record Member(
            String name,
            @JsonProperty("EndpointID") String endpointId,
            String macAddress,
            @JsonProperty("IPv4Address") String ipv4Address,
            @JsonProperty("IPv6Address") String ipv6Address) {}
}
