package dev.jcompose.api.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** What a network allows. {@code enableIpv4} null means yes, {@code enableIpv6} null means no. */
public record NetworkFlags(
        @JsonProperty("EnableIPv4") @Nullable Boolean enableIpv4,
        @JsonProperty("EnableIPv6") @Nullable Boolean enableIpv6,
        boolean internal,
        boolean attachable,
        boolean ingress,
        boolean configOnly) {
    public static final NetworkFlags DEFAULT = new NetworkFlags(true, false, false, false, false, false);

    public boolean ipv4() {
        return enableIpv4 == null || enableIpv4;
    }

    public boolean ipv6() {
        return enableIpv6 != null && enableIpv6;
    }

    /** With the defaults filled in. */
    NetworkFlags settled() {
        return new NetworkFlags(ipv4(), ipv6(), internal, attachable, ingress, configOnly);
    }
}
