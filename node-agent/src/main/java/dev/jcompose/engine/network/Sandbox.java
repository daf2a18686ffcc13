package dev.jcompose.engine.network;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.jcompose.linux.netlink.IpPrefix;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The network side of one running container, as the store keeps it.
 *
 * @param id the container's
 * @param resolvers servers asked for with {@code dns}; empty: the host's
 * @param published where its ports are open on the host
 * @param etc files that name hosts and resolvers, for those who join its namespace
 * @param inherits ports that it holds and does not get yet; null: none
 */
record Sandbox(
        String id,
        String name,
        String hostname,
        List<Endpoint> endpoints,
        List<String> resolvers,
        List<PublishedPort> published,
        Etc etc,
        @Nullable Inheritance inherits) {

    /** Contents of /etc/hosts and /etc/resolv.conf. */
    record Etc(String hosts, String resolv) {
        static final Etc NONE = new Etc("", "");
    }

    /** Ports that lead to another container until it hands them over, or ends. */
    record Inheritance(String from, List<PublishedPort> ports) {}

    Sandbox withEndpoints(List<Endpoint> changed) {
        return new Sandbox(id, name, hostname, List.copyOf(changed), resolvers, published, etc, inherits);
    }

    Sandbox withPublished(List<PublishedPort> changed) {
        return new Sandbox(id, name, hostname, endpoints, resolvers, List.copyOf(changed), etc, inherits);
    }

    Sandbox withEtc(Etc changed) {
        return new Sandbox(id, name, hostname, endpoints, resolvers, published, changed, inherits);
    }

    Sandbox inheriting(@Nullable Inheritance changed) {
        return new Sandbox(id, name, hostname, endpoints, resolvers, published, etc, changed);
    }

    /** The same without these ports on the host. */
    Sandbox without(List<PublishedPort> ports) {
        return withPublished(
                published.stream().filter(each -> !ports.contains(each)).toList());
    }

    /** The same with only those of its ports on the host. */
    Sandbox withOnly(List<PublishedPort> ports) {
        return withPublished(published.stream().filter(ports::contains).toList());
    }

    Optional<Endpoint> on(String network) {
        return endpoints.stream().filter(each -> each.network().equals(network)).findFirst();
    }

    /** The endpoint that gives the default route: of those with a gateway the one of highest priority, else the first. */
    @JsonIgnore
    @Nullable
    Endpoint outward() {
        return endpoints.stream()
                .filter(each -> !each.gateways().isEmpty())
                .max(Comparator.comparingInt((Endpoint each) -> each.settings().gwPriority())
                        .thenComparingInt(each -> -endpoints.indexOf(each)))
                .orElse(null);
    }

    /** The addresses that published ports lead to, at most one of each family. */
    @JsonIgnore
    List<InetAddress> targets() {
        var outward = outward();
        var endpoint = outward != null ? outward : endpoints.isEmpty() ? null : endpoints.getFirst();
        return endpoint == null
                ? List.of()
                : new ArrayList<>(
                        endpoint.addresses().stream().map(IpPrefix::address).toList());
    }
}
