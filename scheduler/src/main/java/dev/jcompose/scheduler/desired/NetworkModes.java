package dev.jcompose.scheduler.desired;

import dev.jcompose.api.error.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a service cannot say beside its {@code network_mode}, since it belongs to a network of its own. */
final class NetworkModes {
    private static final List<String> OF_THE_NETWORK = List.of(
            "dns",
            "dns_opt",
            "dns_search",
            "expose",
            "external_links",
            "extra_hosts",
            "hostname",
            "links",
            "mac_address",
            "ports");
    private static final List<String> OF_NETWORKS = List.of("external_links", "links");
    private static final Set<String> WITHOUT_PORTS = Set.of("host", "none");

    private NetworkModes() {}

    /** Throws INVALID naming every path that cannot be, one a line; Docker refuses them, too, when it makes the container. */
    static void check(Map<String, Fields> services) {
        List<String> wrong = new ArrayList<>();
        services.forEach((name, service) -> {
            String mode = mode(service);
            boolean joins = mode.startsWith("service:") || mode.startsWith("container:");
            String why = joins ? "whose network has its own" : "as there is no network of the stack to know names of";
            boolean all = mode.isEmpty() || isDefault(mode);
            for (String key : joins ? OF_THE_NETWORK : OF_NETWORKS) {
                if (!all && says(service, key)) {
                    wrong.add("services.%s.%s cannot go with network_mode: %s, %s: leave it out"
                            .formatted(name, key, mode, why));
                }
            }
        });
        if (!wrong.isEmpty()) {
            throw EngineException.invalid(String.join("\n", wrong));
        }
    }

    /** The network of containers without one of the stack's: there links alone give names. */
    static boolean isDefault(String mode) {
        return mode.equals("bridge") || mode.equals("default");
    }

    /** Of all services, each beginning with its path. */
    static List<String> notices(Map<String, Fields> services) {
        List<String> notices = new ArrayList<>();
        services.forEach((name, service) -> {
            String mode = mode(service);
            if (WITHOUT_PORTS.contains(mode) && says(service, "ports")) {
                notices.add("services.%s.ports has no effect here: network_mode: %s publishes no ports"
                        .formatted(name, mode));
            }
        });
        return notices;
    }

    /** Not noted as read: what makes containers of it reads it. */
    private static String mode(Fields service) {
        return service.node().path("network_mode").asText("");
    }

    private static boolean says(Fields service, String key) {
        var value = service.node().path(key);
        return value.isContainerNode() ? !value.isEmpty() : !value.asText("").isEmpty();
    }
}
