package dev.jcompose.api.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container's networks, in its inspect answer.
 *
 * @param sandboxKey path of the network namespace
 * @param ports {@code 80/tcp} → where it is published; null where it is exposed only
 * @param networks by network name
 */
public record NetworkSettings(
        String bridge,
        @JsonProperty("SandboxID") String sandboxId,
        String sandboxKey,
        Map<String, @Nullable List<PortBinding>> ports,
        @JsonUnwrapped DefaultBridge defaultBridge,
        Map<String, EndpointSettings> networks) {

    /** The endpoint on the default bridge, repeated where clients older than networks look for it. */
    public record DefaultBridge(
            @JsonProperty("EndpointID") String endpointId,
            String gateway,
            @JsonProperty("IPAddress") String ipAddress,
            @JsonProperty("IPPrefixLen") int ipPrefixLen,
            @JsonProperty("IPv6Gateway") String ipv6Gateway,
            @JsonProperty("GlobalIPv6Address") String globalIpv6Address,
            @JsonProperty("GlobalIPv6PrefixLen") int globalIpv6PrefixLen,
            String macAddress) {
        public static final DefaultBridge NONE = new DefaultBridge("", "", "", 0, "", "", 0, "");
    }
}
