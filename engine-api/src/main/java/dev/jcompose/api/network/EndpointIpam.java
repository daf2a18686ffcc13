package dev.jcompose.api.network;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** Static addresses asked for; empty: any. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record EndpointIpam(
        @JsonProperty("IPv4Address") String ipv4Address,
        @JsonProperty("IPv6Address") String ipv6Address,
        @JsonProperty("LinkLocalIPs") List<String> linkLocalIps) {}
