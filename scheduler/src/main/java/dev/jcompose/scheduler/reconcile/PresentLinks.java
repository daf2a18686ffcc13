package dev.jcompose.scheduler.reconcile;

import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.network.EndpointSettings;
import dev.jcompose.api.network.NetworkingConfig;
import dev.jcompose.scheduler.desired.ServiceSpec;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A container without its links to services of the stack that have none: {@code --no-deps} leaves them out, as Compose does. */
record PresentLinks(Set<String> absent) {

    static PresentLinks of(Situation at, Selection selection) {
        Set<String> absent = new HashSet<>();
        for (ServiceSpec service : at.spec().services().values()) {
            if (!selection.has(service.name()) && at.replicas(service).stream().noneMatch(Member::exists)) {
                absent.add(service.containerName(at.spec().name(), 1));
            }
        }
        return new PresentLinks(absent);
    }

    CreateContainer in(CreateContainer wish) {
        if (absent.isEmpty()) {
            return wish;
        }
        Map<String, EndpointSettings> endpoints = new LinkedHashMap<>();
        wish.networkingConfig()
                .endpointsConfig()
                .forEach((network, asked) ->
                        endpoints.put(network, asked == null ? EndpointSettings.DEFAULT : left(asked)));
        return new CreateContainer(wish.config(), wish.hostConfig(), new NetworkingConfig(Map.copyOf(endpoints)));
    }

    private EndpointSettings left(EndpointSettings asked) {
        return asked.withLinks(asked.links().stream()
                .filter(link -> !absent.contains(link.split(":", 2)[0]))
                .toList());
    }
}
