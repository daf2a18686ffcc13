package dev.jcompose.scheduler.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.network.CreateNetwork;
import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.api.stack.StackOrigin;
import dev.jcompose.api.volume.CreateVolume;
import dev.jcompose.scheduler.desired.StackReader;
import dev.jcompose.scheduler.desired.StackSpec;
import dev.jcompose.scheduler.protocol.Assignment;
import dev.jcompose.scheduler.protocol.ContainerStatus;
import dev.jcompose.scheduler.protocol.Goal;
import dev.jcompose.scheduler.protocol.Observation;
import dev.jcompose.scheduler.protocol.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A node where every step does at once what it says: plans are applied to it and made again. */
final class World {

    static final StackOrigin ORIGIN = new StackOrigin("/src/shop", List.of("/src/shop/compose.yaml"), false);

    final Map<String, Task> tasks = new TreeMap<>();
    final Map<String, ContainerStatus> containers = new TreeMap<>();
    final Map<String, CreateNetwork> networks = new TreeMap<>();
    final Map<String, CreateVolume> volumes = new TreeMap<>();
    final Map<String, CreateVolume> madeVolumes = new TreeMap<>();
    final Map<String, String> images = new TreeMap<>();
    final Map<String, String> fingerprints = new LinkedHashMap<>();
    final Map<String, Long> ages = new TreeMap<>();
    /** Names of containers that become unhealthy when they are started. */
    final Set<String> sick = new TreeSet<>();

    String dockerSocket = "";
    private int ids;
    private long clock;

    /** Single quotes stand for double ones. */
    static JsonNode json(String text) {
        try {
            return Json.DOCKER.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    StackSpec stack(String services) {
        // As the loader has it: a network that no service joins is none of the stack's.
        String networks = services.contains("'default'") ? ",'networks':{'default':{'name':'shop_default'}}" : "";
        return project("{'name':'shop','services':" + services + networks + "}");
    }

    StackSpec project(String text) {
        return StackReader.read(json(text), ORIGIN, Map.of(), fingerprints);
    }

    Situation situation(StackSpec spec) {
        Map<String, String> ids = new TreeMap<>();
        networks.keySet().forEach(name -> ids.put(name, "net"));
        return new Situation(
                spec,
                List.copyOf(tasks.values()),
                networks,
                madeVolumes,
                new Observation(containers, ids, volumes, images, ages, dockerSocket));
    }

    Plan up(StackSpec spec, ApplyOptions options, String... services) {
        return Reconcile.up(situation(spec), List.of(services), options, "apply-" + ids, Set.of(), () -> "t" + ++ids);
    }

    Plan up(StackSpec spec) {
        return up(spec, ApplyOptions.NONE);
    }

    World with(Plan plan) {
        plan.steps().forEach(step -> act(step.action()));
        return this;
    }

    void act(Action action) {
        if (!(action instanceof Action.Assign assign)) {
            return;
        }
        switch (assign.to()) {
            case Assignment.Network network
            when network.present() -> networks.put(network.spec().name(), network.spec());
            case Assignment.Network network -> networks.remove(network.spec().name());
            case Assignment.Volume volume
            when volume.present() -> {
                volumes.put(volume.spec().name(), volume.spec());
                madeVolumes.put(volume.spec().name(), volume.spec());
            }
            case Assignment.Volume volume -> {
                volumes.remove(volume.spec().name());
                madeVolumes.remove(volume.spec().name());
            }
            case Assignment.Pull pull -> images.put(pull.ref(), "sha256:" + pull.ref());
            case Assignment.Build build -> images.put(build.ref(), "sha256:built" + ++ids);
            case Assignment.RemoveImage image -> images.remove(image.ref());
            case Assignment.Content _ -> {}
            case Assignment.Container container -> reach(container);
        }
    }

    private void reach(Assignment.Container container) {
        Task task = container.task();
        tasks.put(task.id(), task);
        switch (container.goal()) {
            case Goal.Created _ -> {
                ContainerStatus there = containers.get(task.id());
                see(task, there == null ? "created" : there.state(), there == null ? "" : there.health(), 0, false);
            }
            case Goal.Running _, Goal.Beside _, Goal.Restarted _ ->
                see(task, "running", sick.contains(task.name()) ? "unhealthy" : "healthy", 0, false);
            case Goal.InPlace _ -> {}
            case Goal.Stopped _, Goal.Drained _, Goal.Signalled _ -> see(task, "exited", "", 137, true);
            case Goal.Paused _ -> see(task, "paused", "", 0, false);
            case Goal.Removed _ -> {
                tasks.remove(task.id());
                containers.remove(task.id());
            }
        }
    }

    void see(Task task, String state, String health, int exitCode, boolean byHand) {
        ContainerStatus before = containers.get(task.id());
        String image = before == null ? images.get(task.container().config().image()) : before.imageId();
        containers.put(
                task.id(),
                new ContainerStatus(
                        "c0ffee0000" + task.id(),
                        task.name(),
                        state,
                        state,
                        health,
                        exitCode,
                        byHand,
                        image == null ? "" : image,
                        "",
                        before == null ? ++clock : before.created(),
                        "",
                        List.of()));
    }

    /** Changes what is seen of the container with this name. */
    void see(String container, String state, String health, int exitCode, boolean byHand) {
        tasks.values().stream()
                .filter(task -> task.name().equals(container))
                .findFirst()
                .ifPresentOrElse(task -> see(task, state, health, exitCode, byHand), () -> {
                    throw new AssertionError("no container " + container);
                });
    }
}
