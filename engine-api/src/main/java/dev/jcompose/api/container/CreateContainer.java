package dev.jcompose.api.container;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.jcompose.api.network.NetworkingConfig;

/** The body of {@code POST /containers/create}: a container's whole desired form. */
public record CreateContainer(
        @JsonUnwrapped ContainerConfig config, HostConfig hostConfig, NetworkingConfig networkingConfig) {
    public CreateContainer {
        hostConfig = hostConfig == null ? HostConfig.DEFAULT : hostConfig;
        networkingConfig = networkingConfig == null ? NetworkingConfig.NONE : networkingConfig;
    }
}
