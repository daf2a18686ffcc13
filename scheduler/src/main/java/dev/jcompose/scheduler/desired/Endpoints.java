package dev.jcompose.scheduler.desired;

import dev.jcompose.api.network.EndpointAddress;
import dev.jcompose.api.network.EndpointIpam;
import dev.jcompose.api.network.EndpointSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The networks a service joins, the one of highest priority first. */
final class Endpoints {
    private static final String INTERFACE_NAME = "com.docker.network.endpoint.ifname";

    private final Fields service;
    private final Map<String, NetworkSpec> networks;

    Endpoints(Fields service, Map<String, NetworkSpec> networks) {
        this.service = service;
        this.networks = networks;
    }

    /** Of another service, among the same networks. */
    Endpoints of(Fields other) {
        return new Endpoints(other, networks);
    }

    List<String> keys() {
        Map<String, Fields> joined = service.entries("networks");
        return joined.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, Fields>>comparingLong(
                                entry -> -entry.getValue().number("priority"))
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    List<String> names() {
        return keys().stream().map(this::name).toList();
    }

    private String name(String key) {
        NetworkSpec network = networks.get(key);
        return network == null ? key : network.name();
    }

    /** By network name; {@code aliases} false leaves the service's names out, as for a one-off. */
    Map<String, @Nullable EndpointSettings> settings(
            String serviceName, String containerName, List<String> links, boolean aliases) {
        Map<String, @Nullable EndpointSettings> settings = new LinkedHashMap<>();
        for (String key : keys()) {
            Fields joined = service.at("networks").at(key);
            List<String> names = new ArrayList<>();
            names.add(containerName);
            if (aliases) {
                names.add(serviceName);
                names.addAll(joined.list("aliases"));
            }
            boolean addressed =
                    joined.has("ipv4_address") || joined.has("ipv6_address") || joined.has("link_local_ips");
            String own = joined.text("mac_address");
            String general = service.text("mac_address");
            String mac = own.isEmpty() ? general : own;
            settings.put(
                    name(key),
                    new EndpointSettings(
                            addressed
                                    ? new EndpointIpam(
                                            joined.text("ipv4_address"),
                                            joined.text("ipv6_address"),
                                            joined.list("link_local_ips"))
                                    : null,
                            links,
                            List.copyOf(names),
                            mac,
                            options(joined),
                            (int) joined.number("gw_priority"),
                            EndpointAddress.NONE));
        }
        return settings;
    }

    private static Map<String, String> options(Fields joined) {
        Map<String, String> options = joined.shown().map("driver_opts");
        joined.at("driver_opts").text(INTERFACE_NAME);
        String device = joined.text("interface_name");
        if (!device.isEmpty()) {
            options.put(INTERFACE_NAME, device);
        }
        return options;
    }
}
