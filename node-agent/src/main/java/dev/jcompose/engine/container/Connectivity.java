package dev.jcompose.engine.container;

import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.network.EndpointSettings;
import dev.jcompose.api.network.NetworkSettings;
import dev.jcompose.store.StateStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The networks, as the life cycle of a container needs them. */
public interface Connectivity {

    /**
     * A network, whose cables may still be under way.
     *
     * @param namespace path of the network namespace; null lets the runtime make one with nothing in it
     * @param hosts content of /etc/hosts
     * @param resolv content of /etc/resolv.conf
     * @param held descriptors that hold the published ports; the monitor inherits them
     * @param ready completes when all of it is there, or fails; no process of the container's own may begin before
     */
    record Joined(
            @Nullable Path namespace, String hosts, String resolv, List<Integer> held, CompletableFuture<Void> ready) {

        /** Returns when all of it is there; fails as its making did. */
        public void await() {
            StateStore.await(ready);
        }
    }

    /** INVALID or NOT_FOUND where the container asks for what there is not. Makes nothing but may reserve. */
    void check(CreateContainer request);

    /** Makes the namespace, takes addresses and ports and begins with the rest, or fails and leaves nothing. */
    Joined attach(String id, String name, String hostname, CreateContainer request);

    /** The monitor has inherited the descriptors of {@link Joined#held}, or never will. */
    void handedOver(String id);

    /**
     * At its next starts {@code id} holds the published ports of {@code from} together with it: they lead to {@code from}
     * until {@link #takeOver}, or until {@code from} ends.
     *
     * @param monitor the process that holds them now
     */
    void succeed(String id, String from, int monitor);

    /** Leads the ports of its predecessor to a container; nothing happens where it has them, or does not run. */
    void takeOver(String id);

    /** Returns when nobody is connected to the container by TCP any more, or patience is over. */
    void drain(String id, Duration patience) throws InterruptedException;

    /** Makes anew the cables of a container that a daemon before us created and did not start. */
    void rewire(String id);

    /** Takes everything away; nothing happens where there is nothing. */
    void detach(String id);

    /** Tells those who listen to events that a container is on its networks now, or that it leaves them. */
    void tell(String id, boolean joined);

    /**
     * Connects a container to one more network, at once where it runs. What it asks for from now on; CONFLICT where it is
     * connected already.
     */
    CreateContainer connect(String network, String id, CreateContainer request, EndpointSettings asked);

    /** The opposite of {@link #connect}; CONFLICT where it is not connected. */
    CreateContainer disconnect(String network, String id, CreateContainer request);

    /** The addresses that it has now; none where it does not run or has no network of its own. */
    List<String> addresses(String id);

    /**
     * What inspect shows.
     *
     * @param name empty where it has never run, and so has answered to nothing yet
     */
    NetworkSettings settings(String id, String name, String hostname, CreateContainer request);
}
