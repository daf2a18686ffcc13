package dev.jcompose.api.network;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code endpointsConfig}: network name or id → what is asked of the endpoint; a null value asks for nothing special. */
public record NetworkingConfig(Map<String, @Nullable EndpointSettings> endpointsConfig) {
    public static final NetworkingConfig NONE = new NetworkingConfig(Map.of());
}
