package dev.jcompose.api.network;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/** Address management of a network; an empty list of pools takes one from the daemon's. */
public record Ipam(String driver, Map<String, String> options, List<Pool> config) {
    public static final Ipam DEFAULT = new Ipam("default", Map.of(), List.of());

    /** {@code auxiliaryAddresses}: name → address that is never handed out. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Pool(
            String subnet,
            @JsonProperty("IPRange") String ipRange,
            String gateway,
            @JsonProperty("AuxiliaryAddresses") Map<String, String> auxiliaryAddresses) {}
}
