package dev.jcompose.engine.network;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.jcompose.api.network.Ipam;
import dev.jcompose.api.network.NetworkFlags;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A network as the store keeps it.
 *
 * @param driver {@code bridge}, {@code host} or {@code null}
 * @param ipam with every subnet and gateway filled in
 * @param bridge name of its kernel interface; empty without one
 */
record NetworkRecord(
        String id,
        String name,
        Instant created,
        String driver,
        NetworkFlags flags,
        Ipam ipam,
        String bridge,
        Map<String, String> options,
        Map<String, String> labels) {
    static final String DEFAULT = "bridge";

    NetworkRecord withIpam(Ipam changed) {
        return new NetworkRecord(id, name, created, driver, flags, changed, bridge, options, labels);
    }

    @JsonIgnore
    boolean isBridge() {
        return driver.equals("bridge");
    }

    /** The three that are always there. */
    @JsonIgnore
    boolean isPredefined() {
        return name.equals(DEFAULT) || name.equals("host") || name.equals("none");
    }

    @JsonIgnore
    boolean isDefault() {
        return name.equals(DEFAULT);
    }

    @JsonIgnore
    List<Subnet> subnets() {
        return ipam.config().stream().map(Subnet::parse).toList();
    }

    @JsonIgnore
    boolean isolatesContainers() {
        return options.getOrDefault("com.docker.network.bridge.enable_icc", "true")
                .equals("false");
    }

    @JsonIgnore
    boolean masquerades() {
        return !flags.internal()
                && !options.getOrDefault("com.docker.network.bridge.enable_ip_masquerade", "true")
                        .equals("false");
    }
}
