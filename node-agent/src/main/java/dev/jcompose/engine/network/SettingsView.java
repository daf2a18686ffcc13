package dev.jcompose.engine.network;

import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.network.EndpointAddress;
import dev.jcompose.api.network.EndpointSettings;
import dev.jcompose.api.network.NetworkSettings;
import dev.jcompose.api.network.NetworkSettings.DefaultBridge;
import dev.jcompose.api.network.PortBinding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A container's networks as its inspection shows them: what it has while it runs, what it wants while it does not. */
record SettingsView(NetworkTable table, EndpointPlan plan, Sandboxes sandboxes) {

    NetworkSettings of(String id, String name, String hostname, CreateContainer request) {
        var sandbox = table.sandbox(id);
        var networks = sandbox == null ? wanted(id, name, hostname, request) : current(sandbox);
        var bridge = networks.get(NetworkRecord.DEFAULT);
        return new NetworkSettings(
                "",
                sandbox == null ? "" : Ids.of(id),
                sandbox == null ? "" : sandboxes.namespace(id).toString(),
                sandbox == null ? Map.of() : ports(sandbox, request),
                bridge == null || sandbox == null ? DefaultBridge.NONE : legacy(bridge),
                networks);
    }

    private static Map<String, EndpointSettings> current(Sandbox sandbox) {
        var networks = new TreeMap<String, EndpointSettings>();
        sandbox.endpoints()
                .forEach(each -> networks.put(each.networkName(), shown(each.networkName(), each.settings())));
        return networks;
    }

    private Map<String, EndpointSettings> wanted(String id, String name, String hostname, CreateContainer request) {
        var networks = new TreeMap<String, EndpointSettings>();
        try {
            switch (NetworkMode.of(request)) {
                case NetworkMode.Host host ->
                    networks.put("host", on(table.find("host"), EndpointSettings.DEFAULT, List.of()));
                case NetworkMode.None none ->
                    networks.put("none", on(table.find("none"), EndpointSettings.DEFAULT, List.of()));
                case NetworkMode.Other other -> {}
                case NetworkMode.Bridged bridged ->
                    plan.wanted(request)
                            .forEach((network, asked) -> networks.put(
                                    network.name(),
                                    on(
                                            network,
                                            once(name, shown(network.name(), asked)),
                                            EndpointPlan.dnsNames(network, id, name, hostname, asked))));
            }
        } catch (EngineException e) {
            // A network of a stopped container may be gone: its names alone are left to show.
            request.networkingConfig()
                    .endpointsConfig()
                    .forEach((network, asked) ->
                            networks.put(network, asked == null ? EndpointSettings.DEFAULT : asked));
        }
        return networks;
    }

    /** Links on the default network are the container's own: Docker shows them there. */
    private static EndpointSettings shown(String network, EndpointSettings settings) {
        return network.equals(NetworkRecord.DEFAULT) ? settings.withLinks(List.of()) : settings;
    }

    /** A hardware address that was asked for is shown until the first start, and while it runs. */
    private static EndpointSettings once(String name, EndpointSettings asked) {
        return name.isEmpty() ? asked : EndpointPlan.withMac(asked, "");
    }

    private static EndpointSettings on(NetworkRecord network, EndpointSettings asked, List<String> names) {
        return asked.withAddress(new EndpointAddress(network.id(), "", "", "", 0, "", "", 0, names));
    }

    private static Map<String, @Nullable List<PortBinding>> ports(Sandbox sandbox, CreateContainer request) {
        var ports = new LinkedHashMap<String, @Nullable List<PortBinding>>();
        request.config().exposedPorts().keySet().stream().sorted().forEach(key -> ports.put(key, null));
        for (var port : sandbox.published()) {
            var bindings = ports.get(port.containerKey());
            var all = new ArrayList<>(bindings == null ? List.<PortBinding>of() : bindings);
            all.add(new PortBinding(port.address(), Integer.toString(port.port())));
            ports.put(port.containerKey(), all);
        }
        return ports;
    }

    private static DefaultBridge legacy(EndpointSettings bridge) {
        var address = bridge.address();
        return new DefaultBridge(
                address.endpointId(),
                address.gateway(),
                address.ipAddress(),
                address.ipPrefixLen(),
                address.ipv6Gateway(),
                address.globalIpv6Address(),
                address.globalIpv6PrefixLen(),
                bridge.macAddress());
    }
}
