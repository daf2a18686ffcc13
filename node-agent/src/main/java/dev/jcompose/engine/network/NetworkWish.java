package dev.jcompose.engine.network;

import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.container.HostConfig.Namespaces;
import dev.jcompose.api.network.EndpointSettings;
import dev.jcompose.api.network.NetworkingConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a container asks for after it has been connected or disconnected. */
final class NetworkWish {
    private NetworkWish() {}

    /** The wish for exactly these networks; the network mode goes to another one when its own is no longer among them. */
    static CreateContainer of(CreateContainer request, Map<NetworkRecord, EndpointSettings> networks) {
        var asked = new LinkedHashMap<String, @Nullable EndpointSettings>();
        networks.forEach((network, settings) -> asked.put(network.name(), settings));
        var spaces = request.hostConfig().namespaces();
        var kept = networks.keySet().stream()
                .anyMatch(each ->
                        each.name().equals(spaces.networkMode()) || each.id().equals(spaces.networkMode()));
        var mode = kept
                ? spaces.networkMode()
                : networks.keySet().stream()
                        .findFirst()
                        .map(NetworkRecord::name)
                        .orElse("none");
        var changed = new Namespaces(
                mode,
                spaces.ipcMode(),
                spaces.pidMode(),
                spaces.utsMode(),
                spaces.usernsMode(),
                spaces.cgroupnsMode(),
                spaces.cgroup());
        return new CreateContainer(
                request.config(), request.hostConfig().withNamespaces(changed), new NetworkingConfig(asked));
    }
}
