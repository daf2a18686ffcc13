package dev.jcompose.api.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container's endpoint on a network: what was asked for, and in {@code address} what it got.
 *
 * @param links {@code container:alias}
 * @param gwPriority the endpoint with the highest gives the default route
 */
public record EndpointSettings(
        @JsonProperty("IPAMConfig") @Nullable EndpointIpam ipamConfig,
        List<String> links,
        List<String> aliases,
        String macAddress,
        Map<String, String> driverOpts,
        int gwPriority,
        @JsonUnwrapped EndpointAddress address) {

    public static final EndpointSettings DEFAULT =
            new EndpointSettings(null, List.of(), List.of(), "", Map.of(), 0, EndpointAddress.NONE);

    public EndpointSettings withAliases(List<String> changed) {
        return new EndpointSettings(ipamConfig, links, changed, macAddress, driverOpts, gwPriority, address);
    }

    public EndpointSettings withLinks(List<String> changed) {
        return new EndpointSettings(ipamConfig, changed, aliases, macAddress, driverOpts, gwPriority, address);
    }

    public EndpointSettings withAddress(EndpointAddress changed) {
        return new EndpointSettings(ipamConfig, links, aliases, macAddress, driverOpts, gwPriority, changed);
    }
}
