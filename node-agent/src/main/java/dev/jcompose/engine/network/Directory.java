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
    private static final int SHORT_ID = 12;

    private record Bearer(String container, List<InetAddress> addresses) {}

    /** Network id → name → bearers. */
    private final Map<String, Map<String, List<Bearer>>> networks = new ConcurrentHashMap<>();

    /** Network id → address → name. */
    private final Map<String, Map<InetAddress, String>> reverse = new ConcurrentHashMap<>();

    /** Network id → container's name, id and short id → bearer: what links mean, also where names are not known. */
    private final Map<String, Map<String, Bearer>> containers = new ConcurrentHashMap<>();

    void add(Sandbox sandbox, Endpoint endpoint) {
        var addresses = endpoint.addresses().stream().map(IpPrefix::address).toList();
        var bearer = new Bearer(sandbox.id(), addresses);
        var names = networks.computeIfAbsent(endpoint.network(), each -> new ConcurrentHashMap<>());
        for (var name : endpoint.address().dnsNames()) {
            names.compute(name.toLowerCase(Locale.ROOT), (key, bearers) -> with(bearers, bearer));
        }
        var linkable = containers.computeIfAbsent(endpoint.network(), each -> new ConcurrentHashMap<>());
        identities(sandbox).forEach(name -> linkable.put(name, bearer));
        var byAddress = reverse.computeIfAbsent(endpoint.network(), each -> new ConcurrentHashMap<>());
        addresses.forEach(address -> byAddress.put(address, sandbox.name() + "." + endpoint.networkName()));
    }

    void remove(Sandbox sandbox, Endpoint endpoint) {
        var names = networks.computeIfAbsent(endpoint.network(), each -> new ConcurrentHashMap<>());
        for (var name : endpoint.address().dnsNames()) {
            names.computeIfPresent(name.toLowerCase(Locale.ROOT), (key, bearers) -> without(bearers, sandbox.id()));
        }
        var linkable = containers.computeIfAbsent(endpoint.network(), each -> new ConcurrentHashMap<>());
        identities(sandbox)
                .forEach(name -> linkable.computeIfPresent(
                        name, (key, bearer) -> bearer.container().equals(sandbox.id()) ? null : bearer));
        var byAddress = reverse.computeIfAbsent(endpoint.network(), each -> new ConcurrentHashMap<>());
        endpoint.addresses().forEach(each -> byAddress.remove(each.address()));
    }

    void forget(String network) {
        networks.remove(network);
        reverse.remove(network);
        containers.remove(network);
    }

    private static List<String> identities(Sandbox sandbox) {
        return List.of(
                sandbox.name().toLowerCase(Locale.ROOT),
                sandbox.id(),
                sandbox.id().substring(0, Math.min(SHORT_ID, sandbox.id().length())));
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
            var link = linked(endpoint, name);
            var wanted = link.orElse(name);
            var found = find(endpoint.network(), wanted);
            if (found.isEmpty()) {
                found = link.map(target -> linkable(endpoint, target))
                        .orElseGet(() -> linkedItself(endpoint, name))
                        .map(Bearer::addresses)
                        .orElse(found);
            }
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
                .filter(parts -> lastPart(parts[parts.length - 1]).equalsIgnoreCase(name))
                .map(parts -> lastPart(parts[0]).toLowerCase(Locale.ROOT))
                .findFirst();
    }

    private Optional<Bearer> linkable(Endpoint endpoint, String name) {
        return Optional.ofNullable(
                containers.getOrDefault(endpoint.network(), Map.of()).get(name));
    }

    /** With a link also the other one's own name and id are known. */
    private Optional<Bearer> linkedItself(Endpoint endpoint, String name) {
        return linkable(endpoint, name)
                .filter(named -> endpoint.settings().links().stream()
                        .map(link -> lastPart(link.split(":", 2)[0]).toLowerCase(Locale.ROOT))
                        .anyMatch(target ->
                                linkable(endpoint, target).filter(named::equals).isPresent()));
    }

    /** Docker shows links as {@code /db:/web/alias}, and takes them so. */
    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
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
