package dev.jcompose.engine.network;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.store.Batch;
import dev.jcompose.store.StateStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All networks and sandboxes: in memory for reading, in the store for good. */
final class NetworkTable {
    private static final String NETWORKS = "network";
    private static final String SANDBOXES = "endpoint";

    private final StateStore store;
    private final Map<String, NetworkRecord> networks = new ConcurrentHashMap<>();
    private final Map<String, List<Leases>> leases = new ConcurrentHashMap<>();
    private final Map<String, Sandbox> sandboxes = new ConcurrentHashMap<>();

    NetworkTable(StateStore store) {
        this.store = store;
        store.scan(NETWORKS, "", (id, json) -> enter(Json.read(json, NetworkRecord.class)));
        store.scan(SANDBOXES, "", (id, json) -> {
            var sandbox = Json.read(json, Sandbox.class);
            sandboxes.put(id, sandbox);
            sandbox.endpoints().forEach(this::retake);
        });
    }

    Collection<NetworkRecord> networks() {
        return networks.values();
    }

    Collection<Sandbox> sandboxes() {
        return sandboxes.values();
    }

    @Nullable
    Sandbox sandbox(String container) {
        return sandboxes.get(container);
    }

    /** By id, name or a beginning of the id that no other has, in this order. */
    NetworkRecord find(String reference) {
        var byId = networks.get(reference);
        if (byId != null) {
            return byId;
        }
        var byName = named(reference);
        if (byName.isPresent()) {
            return byName.get();
        }
        var byPrefix = networks.values().stream()
                .filter(each -> !reference.isEmpty() && each.id().startsWith(reference))
                .toList();
        return switch (byPrefix.size()) {
            case 1 -> byPrefix.getFirst();
            case 0 -> throw EngineException.notFound("network " + reference + " not found");
            default ->
                throw EngineException.invalid("network " + reference + " is ambiguous: " + byPrefix.size()
                        + " ids begin so: give more of the id");
        };
    }

    Optional<NetworkRecord> named(String name) {
        return networks.values().stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
    }

    List<Leases> leases(String network) {
        return leases.getOrDefault(network, List.of());
    }

    List<Sandbox> members(String network) {
        return sandboxes.values().stream()
                .filter(each -> each.on(network).isPresent())
                .toList();
    }

    /** Makes a network known; it is durable when the future completes. */
    CompletableFuture<Void> put(NetworkRecord network) {
        enter(network);
        return store.commit(new Batch().put(NETWORKS, network.id(), Json.write(network)));
    }

    /** Hides a network from those who would connect to it. */
    void leave(NetworkRecord network) {
        networks.remove(network.id());
        leases.remove(network.id());
    }

    CompletableFuture<Void> remove(NetworkRecord network) {
        leave(network);
        return store.commit(new Batch().delete(NETWORKS, network.id()));
    }

    /** Makes a sandbox known without a word to the store: its addresses are taken, its network cannot go. */
    void enter(Sandbox sandbox) {
        sandboxes.put(sandbox.id(), sandbox);
    }

    /** Makes them known, all at once; they are durable when the future completes. */
    CompletableFuture<Void> put(Sandbox... changed) {
        var batch = new Batch();
        for (var sandbox : changed) {
            enter(sandbox);
            batch.put(SANDBOXES, sandbox.id(), Json.write(sandbox));
        }
        return store.commit(batch);
    }

    /** Forgets a sandbox and gives its addresses back. */
    CompletableFuture<Void> remove(Sandbox sandbox) {
        sandboxes.remove(sandbox.id());
        sandbox.endpoints().forEach(this::release);
        return store.commit(new Batch().delete(SANDBOXES, sandbox.id()));
    }

    void release(Endpoint endpoint) {
        for (var address : endpoint.addresses()) {
            leases(endpoint.network()).stream()
                    .filter(each -> each.serves(address.address()))
                    .forEach(each -> each.release(address.address()));
        }
    }

    /** Makes a network known without a word to the store: its name and subnets are taken. */
    void enter(NetworkRecord network) {
        leases.computeIfAbsent(
                network.id(), id -> network.subnets().stream().map(Leases::new).toList());
        networks.put(network.id(), network);
    }

    private void retake(Endpoint endpoint) {
        String holder = endpoint.address().dnsNames().stream().findFirst().orElse("");
        for (var address : endpoint.addresses()) {
            leases(endpoint.network()).stream()
                    .filter(each -> each.serves(address.address()))
                    .forEach(each -> each.take(address.address(), holder));
        }
    }
}
