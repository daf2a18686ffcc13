package dev.jcompose.api.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** What an endpoint got; all empty and 0 while the container does not run. */
public record EndpointAddress(
        @JsonProperty("NetworkID") String networkId,
        @JsonProperty("EndpointID") String endpointId,
        String gateway,
        @JsonProperty("IPAddress") String ipAddress,
        @JsonProperty("IPPrefixLen") int ipPrefixLen,
        @JsonProperty("IPv6Gateway") String ipv6Gateway,
        @JsonProperty("GlobalIPv6Address") String globalIpv6Address,
        @JsonProperty("GlobalIPv6PrefixLen") int globalIpv6PrefixLen,
        @JsonProperty("DNSNames") List<String> dnsNames) {
    public static final EndpointAddress NONE = new EndpointAddress("", "", "", "", 0, "", "", 0, List.of());
}
