package dev.jcompose.scheduler.reconcile;

import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.container.HostConfig;
import dev.jcompose.api.network.EndpointSettings;
import dev.jcompose.api.network.NetworkingConfig;
import dev.jcompose.scheduler.desired.ServiceSpec;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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

    /** Names of containers that have to be there before this one is created; on other networks links may come later. */
    static Set<String> onTheDefaultNetwork(CreateContainer wish) {
        return wish.hostConfig().reach().links().stream()
                .map(PresentLinks::target)
                .collect(Collectors.toSet());
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
        HostConfig host = wish.hostConfig();
        return new CreateContainer(
                wish.config(),
                host.withReach(host.reach().withLinks(left(host.reach().links()))),
                new NetworkingConfig(Map.copyOf(endpoints)));
    }

    private EndpointSettings left(EndpointSettings asked) {
        return asked.withLinks(left(asked.links()));
    }

    private List<String> left(List<String> links) {
        return links.stream().filter(link -> !absent.contains(target(link))).toList();
    }

    private static String target(String link) {
        return link.split(":", 2)[0];
    }
}
