package dev.jcompose.engine.network;

import dev.jcompose.engine.network.dns.Zone;
import dev.jcompose.linux.netlink.IpPrefix;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who bears which name on which network. A name may be borne by many: the replicas of a service. */
final class Directory {
    private record Bearer(String container, List<InetAddress> addresses) {}

    /** Network id → name → bearers. */
    private final Map<String, Map<String, List<Bearer>>> networks = new ConcurrentHashMap<>();

    /** Network id → address → name. */
    private final Map<String, Map<InetAddress, String>> reverse = new ConcurrentHashMap<>();

    void add(Sandbox sandbox, Endpoint endpoint) {
        var addresses = endpoint.addresses().stream().map(IpPrefix::address).toList();
        var bearer = new Bearer(sandbox.id(), addresses);
        var names = networks.computeIfAbsent(endpoint.network(), each -> new ConcurrentHashMap<>());
        for (var name : endpoint.address().dnsNames()) {
            names.compute(name.toLowerCase(Locale.ROOT), (key, bearers) -> with(bearers, bearer));
        }
        var byAddress = reverse.computeIfAbsent(endpoint.network(), each -> new ConcurrentHashMap<>());
        addresses.forEach(address -> byAddress.put(address, sandbox.name() + "." + endpoint.networkName()));
    }

    void remove(Sandbox sandbox, Endpoint endpoint) {
        var names = networks.computeIfAbsent(endpoint.network(), each -> new ConcurrentHashMap<>());
        for (var name : endpoint.address().dnsNames()) {
            names.computeIfPresent(name.toLowerCase(Locale.ROOT), (key, bearers) -> without(bearers, sandbox.id()));
        }
        var byAddress = reverse.computeIfAbsent(endpoint.network(), each -> new ConcurrentHashMap<>());
        endpoint.addresses().forEach(each -> byAddress.remove(each.address()));
    }

    void forget(String network) {
        networks.remove(network);
        reverse.remove(network);
    }

    /** What a container sees; {@code current} gives its networks as they are at the time of a question. */
    Zone zoneOf(Function<String, @Nullable Sandbox> current, String container) {
        return new Zone() {
            @Override
            public Optional<List<InetAddress>> addresses(String name) {
                var sandbox = current.apply(container);
                return sandbox == null ? Optional.empty() : lookUp(sandbox, name);
            }

            @Override
            public List<String> names(InetAddress address) {
                var sandbox = current.apply(container);
                return sandbox == null ? List.of() : reverse(sandbox, address);
            }
        };
    }

    private Optional<List<InetAddress>> lookUp(Sandbox sandbox, String name) {
        for (var endpoint : sandbox.endpoints()) {
            var wanted = linked(endpoint, name).orElse(name);
            var found = find(endpoint.network(), wanted);
            var suffix = "." + endpoint.networkName().toLowerCase(Locale.ROOT);
            if (found.isEmpty() && wanted.endsWith(suffix)) {
                found = find(endpoint.network(), wanted.substring(0, wanted.length() - suffix.length()));
            }
            if (!found.isEmpty()) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /** A link gives another container a name that this one alone knows. */
    private static Optional<String> linked(Endpoint endpoint, String name) {
        return endpoint.settings().links().stream()
                .map(link -> link.split(":", 2))
                .filter(parts -> parts[parts.length - 1].equalsIgnoreCase(name))
                .map(parts -> parts[0].toLowerCase(Locale.ROOT))
                .findFirst();
    }

    private List<InetAddress> find(String network, String name) {
        var all = new ArrayList<InetAddress>();
        networks.getOrDefault(network, Map.of())
                .getOrDefault(name, List.of())
                .forEach(bearer -> all.addAll(bearer.addresses()));
        return all;
    }

    private List<String> reverse(Sandbox sandbox, InetAddress address) {
        return sandbox.endpoints().stream()
                .map(endpoint ->
                        reverse.getOrDefault(endpoint.network(), Map.of()).get(address))
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    private static List<Bearer> with(@Nullable List<Bearer> bearers, Bearer added) {
        var all = new ArrayList<>(bearers == null ? List.<Bearer>of() : bearers);
        all.removeIf(each -> each.container().equals(added.container()));
        all.add(added);
        return List.copyOf(all);
    }

    private static @Nullable List<Bearer> without(List<Bearer> bearers, String container) {
        var rest = bearers.stream()
                .filter(each -> !each.container().equals(container))
                .toList();
        return rest.isEmpty() ? null : rest;
    }
}
