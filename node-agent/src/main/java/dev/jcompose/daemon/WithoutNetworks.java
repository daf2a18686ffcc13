package dev.jcompose.daemon;

import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.network.EndpointSettings;
import dev.jcompose.api.network.NetworkSettings;
import dev.jcompose.engine.container.Connectivity;
import java.util.List;
import java.util.Map;

/** Every container in an empty network namespace of its own. */
final class WithoutNetworks implements Connectivity {
    @Override
    public void check(CreateContainer request) {}

    @Override
    public Joined attach(String id, String name, String hostname, CreateContainer request) {
        return new Joined(null, "127.0.0.1 localhost\n", "", List.of());
    }

    @Override
    public void handedOver(String id) {}

    @Override
    public void detach(String id) {}

    @Override
    public CreateContainer connect(String network, String id, CreateContainer request, EndpointSettings asked) {
        return request;
    }

    @Override
    public CreateContainer disconnect(String network, String id, CreateContainer request) {
        return request;
    }

    @Override
    public NetworkSettings settings(String id, CreateContainer request) {
        return new NetworkSettings("", "", "", Map.of(), NetworkSettings.DefaultBridge.NONE, Map.of());
    }
}
