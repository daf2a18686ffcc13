package dev.jcompose.http.route;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.network.ConnectNetwork;
import dev.jcompose.api.network.CreateNetwork;
import dev.jcompose.api.network.DisconnectNetwork;
import dev.jcompose.api.network.EndpointSettings;
import dev.jcompose.api.network.NetworkCreated;
import dev.jcompose.api.network.NetworkInspect;
import dev.jcompose.api.network.NetworksPruned;
import dev.jcompose.engine.container.Containers;
import dev.jcompose.engine.network.Networks;
import dev.jcompose.http.Request;
import dev.jcompose.http.Response;
import dev.jcompose.http.Router;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code /networks}. */
public final class NetworkRoutes {
    private static final Set<String> PREDEFINED = Set.of("bridge", "host", "none");

    private final Networks networks;
    private final Containers containers;

    public NetworkRoutes(Networks networks, Containers containers) {
        this.networks = networks;
        this.containers = containers;
    }

    public void addTo(Router router) {
        router.get("/networks", this::list)
                .post("/networks/create", this::create)
                .post("/networks/prune", this::prune)
                .get("/networks/{id}", (request, response) -> response.json(networks.inspect(request.variable("id"))))
                .delete("/networks/{id}", this::remove)
                .post("/networks/{id}/connect", this::connect)
                .post("/networks/{id}/disconnect", this::disconnect);
    }

    private void list(Request request, Response response) {
        var filters = Filters.checked(
                request.query().filters(), Set.of("dangling", "driver", "id", "label", "name", "scope", "type"));
        for (String type : filters.getOrDefault("type", List.of())) {
            if (!Set.of("builtin", "custom").contains(type)) {
                throw EngineException.invalid("invalid filter: 'type'='" + type + "': use builtin or custom");
            }
        }
        response.json(networks.list().stream().filter(n -> wanted(n, filters)).toList());
    }

    private boolean wanted(NetworkInspect network, Map<String, List<String>> filters) {
        boolean predefined = PREDEFINED.contains(network.name());
        return Filters.matches(filters, "name", network.name())
                && hasId(network, filters.getOrDefault("id", List.of()))
                && Filters.equal(filters, "driver", network.driver())
                && Filters.equal(filters, "scope", network.scope())
                && Filters.equal(filters, "type", predefined ? "builtin" : "custom")
                && Filters.labels(filters, network.labels())
                && (!filters.containsKey("dangling")
                        || Filters.truth(filters, "dangling", false) == (!predefined && unused(network)));
    }

    private static boolean hasId(NetworkInspect network, List<String> wanted) {
        return wanted.isEmpty() || wanted.stream().anyMatch(network.id()::startsWith);
    }

    private boolean unused(NetworkInspect network) {
        return networks.inspect(network.id()).containers().isEmpty();
    }

    private void create(Request request, Response response) throws IOException {
        NetworkInspect made = networks.create(request.json(CreateNetwork.class));
        response.json(201, new NetworkCreated(made.id(), ""));
    }

    private void remove(Request request, Response response) {
        networks.remove(request.variable("id"));
        response.empty(204);
    }

    private void connect(Request request, Response response) throws IOException {
        var body = request.json(ConnectNetwork.class);
        var endpoint = body.endpointConfig() == null ? EndpointSettings.DEFAULT : body.endpointConfig();
        NetworkInspect network = networks.inspect(request.variable("id"));
        String id = containers.inspect(body.container()).id();
        containers.connect(id, network.id(), endpoint);
        response.empty(200);
    }

    private void disconnect(Request request, Response response) throws IOException {
        var body = request.json(DisconnectNetwork.class);
        NetworkInspect network = networks.inspect(request.variable("id"));
        String id = containers.inspect(body.container()).id();
        containers.disconnect(id, network.id());
        response.empty(200);
    }

    private void prune(Request request, Response response) {
        var filters = Filters.checked(request.query().filters(), Set.of("label", "label!", "until"));
        Instant until =
                filters.containsKey("until") ? Times.before(filters.get("until").getFirst()) : null;
        List<String> inUse = containers.ids().stream()
                .flatMap(id -> containers.inspect(id).networkSettings().networks().keySet().stream())
                .toList();
        List<String> gone = networks.prune(
                n -> Filters.labels(filters, n.labels())
                        && (until == null || n.created().isBefore(until)),
                inUse);
        response.json(new NetworksPruned(gone));
    }
}
