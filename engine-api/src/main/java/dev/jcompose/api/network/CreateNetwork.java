package dev.jcompose.api.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /networks/create}. An empty driver is {@code bridge}. */
public record CreateNetwork(
        String name,
        String driver,
        String scope,
        @JsonUnwrapped NetworkFlags flags,
        @JsonProperty("IPAM") Ipam ipam,
        @Nullable ConfigFrom configFrom,
        Map<String, String> options,
        Map<String, String> labels) {
    public CreateNetwork {
        ipam = ipam == null ? Ipam.DEFAULT : ipam;
    }

    public record ConfigFrom(String network) {}
}
