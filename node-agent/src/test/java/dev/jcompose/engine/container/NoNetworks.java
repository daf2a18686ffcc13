package dev.jcompose.engine.container;

import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.network.EndpointSettings;
import dev.jcompose.api.network.NetworkSettings;
import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Every container is alone: the runtime makes an empty namespace. */
final class NoNetworks implements Connectivity {
    /** Whether what a container leaves cannot be taken away. */
    volatile boolean stuck;

    @Override
    public void check(CreateContainer request) {}

    @Override
    public Joined attach(String id, String name, String hostname, CreateContainer request) {
        return new Joined(null, "127.0.0.1\tlocalhost\n", "", List.of(), CompletableFuture.completedFuture(null));
    }

    @Override
    public void handedOver(String id) {}

    @Override
    public void succeed(String id, String from, int monitor) {}

    @Override
    public void takeOver(String id) {}

    @Override
    public void drain(String id, Duration patience) {}

    @Override
    public void rewire(String id) {}

    @Override
    public void detach(String id) {
        if (stuck) {
            throw new LinuxException("take the network away", Errno.EBUSY);
        }
    }

    @Override
    public void tell(String id, boolean joined) {}

    @Override
    public CreateContainer connect(String network, String id, CreateContainer request, EndpointSettings asked) {
        return request;
    }

    @Override
    public CreateContainer disconnect(String network, String id, CreateContainer request) {
        return request;
    }

    @Override
    public List<String> addresses(String id) {
        return List.of();
    }

    @Override
    public NetworkSettings settings(String id, String name, String hostname, CreateContainer request) {
        return new NetworkSettings("", "", "", Map.of(), NetworkSettings.DefaultBridge.NONE, Map.of());
    }
}
