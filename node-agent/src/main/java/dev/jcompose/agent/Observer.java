package dev.jcompose.agent;

import dev.jcompose.api.container.ContainerInspect;
import dev.jcompose.api.container.ContainerState;
import dev.jcompose.api.container.ContainerSummary;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.network.NetworkInspect;
import dev.jcompose.api.system.EventMessage;
import dev.jcompose.api.volume.CreateVolume;
import dev.jcompose.engine.container.Containers;
import dev.jcompose.engine.container.DockerSocket;
import dev.jcompose.engine.content.Platform;
import dev.jcompose.engine.image.Image;
import dev.jcompose.engine.image.Images;
import dev.jcompose.engine.network.Networks;
import dev.jcompose.engine.volume.Volumes;
import dev.jcompose.scheduler.protocol.Assignment;
import dev.jcompose.scheduler.protocol.ContainerStatus;
import dev.jcompose.scheduler.protocol.Observation;
import dev.jcompose.scheduler.protocol.Query;
import dev.jcompose.scheduler.protocol.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Sees what there is on the node. */
final class Observer {

    private static final Path DOCKER = Path.of("/var/run/docker.sock");

    private final Containers containers;
    private final Images images;
    private final Networks networks;
    private final Volumes volumes;
    /** Container id → task, for events, which name containers alone. */
    private final Map<String, String> tasks = new ConcurrentHashMap<>();

    private final Path socket;

    /** @param socket where this node's Docker API is served */
    Observer(Containers containers, Images images, Networks networks, Volumes volumes, Path socket) {
        this.socket = socket;
        this.containers = containers;
        this.images = images;
        this.networks = networks;
        this.volumes = volumes;
    }

    Observation look(Query query) {
        Map<String, ContainerStatus> seen = new HashMap<>();
        for (String task : query.tasks()) {
            ContainerStatus status = ofTask(task);
            if (status != null) {
                seen.put(task, status);
            }
        }
        Map<String, String> nets = new HashMap<>();
        for (NetworkInspect network : query.networks().isEmpty() ? List.<NetworkInspect>of() : networks.list()) {
            if (query.networks().contains(network.name())) {
                nets.put(network.name(), network.id());
            }
        }
        Map<String, CreateVolume> vols = new HashMap<>();
        query.volumes()
                .forEach(name -> volumes.find(name)
                        .ifPresent(volume -> vols.put(
                                name, new CreateVolume(name, volume.driver(), volume.options(), volume.labels()))));
        Map<String, String> imgs = new HashMap<>();
        Map<String, Long> ages = new HashMap<>();
        query.images()
                .forEach((ref, platform) -> find(ref, platform).ifPresent(image -> {
                    imgs.put(ref, image.id().toString());
                    ages.put(
                            ref,
                            Duration.between(image.taggedAt(), Instant.now()).toSeconds());
                }));
        return new Observation(seen, nets, vols, imgs, ages, dockerSocket());
    }

    /** A name or platform that can be no image's is that of none; the pull that it leads to says what is wrong with it. */
    private Optional<Image> find(String reference, String platform) {
        try {
            return images.find(reference)
                    .filter(image -> platform.isEmpty()
                            || Platform.parse(platform).accepts(image.config().platform()));
        } catch (EngineException e) {
            if (e.kind() == ErrorKind.INVALID) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private String dockerSocket() {
        Path meant = DockerSocket.meant(DOCKER, socket);
        return meant.equals(DOCKER) ? "" : meant.toString();
    }

    /** What happened to a task's container, or null where it is none. */
    @Nullable
    Report of(EventMessage event) {
        String id = event.actor().id();
        String task = tasks.get(id);
        if (task == null) {
            return null;
        }
        if (event.action().equals("destroy")) {
            tasks.remove(id);
        }
        return new Report.Seen(Assignment.Container.key(task), ofTask(task));
    }

    @Nullable
    ContainerStatus ofTask(String task) {
        String id = containers.findByOwner(task).orElse(null);
        if (id == null) {
            return null;
        }
        tasks.put(id, task);
        try {
            return status(containers.inspect(id));
        } catch (EngineException e) {
            if (e.kind() == ErrorKind.NOT_FOUND) {
                return null; // removed meanwhile
            }
            throw e;
        }
    }

    private ContainerStatus status(ContainerInspect container) {
        ContainerState state = container.state();
        ContainerState.Health health = state.health();
        String checked = health == null || health.status().equals("none") ? "" : health.status();
        return new ContainerStatus(
                container.id(),
                container.name().substring(1),
                state.status(),
                StatusText.of(state, checked),
                checked,
                state.exitCode(),
                containers.stoppedByHand(container.id()),
                container.image(),
                ContainerSummary.command(container.path(), container.args()),
                container.created().getEpochSecond(),
                StatusText.error(state),
                ports(container));
    }

    private static List<ContainerSummary.Port> ports(ContainerInspect container) {
        List<ContainerSummary.Port> ports = new ArrayList<>();
        container.networkSettings().ports().forEach((key, bindings) -> {
            int target = Integer.parseInt(key.substring(0, key.indexOf('/')));
            String protocol = key.substring(key.indexOf('/') + 1);
            if (bindings == null || bindings.isEmpty()) {
                ports.add(new ContainerSummary.Port("", target, 0, protocol));
            } else {
                bindings.forEach(binding -> ports.add(new ContainerSummary.Port(
                        binding.hostIp(), target, Integer.parseInt(binding.hostPort()), protocol)));
            }
        });
        return ports;
    }
}
