package dev.jcompose.scheduler.reconcile;

import dev.jcompose.scheduler.protocol.Assignment;
import dev.jcompose.scheduler.protocol.ContainerStatus;
import dev.jcompose.scheduler.protocol.Observation;
import dev.jcompose.scheduler.protocol.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** {@link World} for an agent: what there is outlives agents and managers. */
public final class NodeWorld {

    public final List<String> log = new ArrayList<>();
    public final AtomicInteger sessions = new AtomicInteger();
    private final World world = new World();

    public synchronized void image(String ref) {
        world.images.put(ref, "sha256:" + ref);
    }

    public synchronized void reach(Assignment what) {
        log.add(new Action.Assign(verb(what), what).label());
        world.act(new Action.Assign("", what));
    }

    private static String verb(Assignment what) {
        return what instanceof Assignment.Container container
                ? container.goal().getClass().getSimpleName()
                : "reach";
    }

    public synchronized @Nullable ContainerStatus status(String task) {
        return world.containers.get(task);
    }

    public synchronized Observation look(Query query) {
        Map<String, String> networks = new TreeMap<>();
        world.networks.keySet().forEach(name -> networks.put(name, "id"));
        return new Observation(
                Map.copyOf(world.containers),
                networks,
                Map.copyOf(world.volumes),
                Map.copyOf(world.images),
                Map.of(),
                "");
    }

    /** Names of containers with their states, sorted. */
    public synchronized List<String> containers() {
        return world.containers.values().stream()
                .map(container -> container.name() + " " + container.state())
                .sorted()
                .toList();
    }

    public synchronized void see(String container, String state, String health, int exitCode, boolean byHand) {
        world.see(container, state, health, exitCode, byHand);
    }
}
