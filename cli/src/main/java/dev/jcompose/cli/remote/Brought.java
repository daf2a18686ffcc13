package dev.jcompose.cli.remote;

import dev.jcompose.compose.load.RemoteResources;
import dev.jcompose.compose.model.Device;
import dev.jcompose.compose.model.Project;
import dev.jcompose.compose.model.Service;
import dev.jcompose.compose.model.Volume;
import dev.jcompose.compose.model.VolumeMount;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What fetched stack files make a project do to this host beyond running containers. */
public final class Brought {
    private static final List<String> HOOKS = List.of("pre_start", "post_start", "pre_stop");

    /** Keys whose value {@code host} gives a container what is the host's, and what that is. */
    private static final Map<String, String> SHARED = Map.of(
            "network_mode", "network", "pid", "processes", "ipc", "shared memory", "uts", "name", "cgroup", "cgroups");

    private final RemoteResources remote;
    private final Map<String, Volume> volumes;
    private final @Nullable Mapping definitions;
    private final List<String> told = new ArrayList<>();

    private Brought(Project project, RemoteResources remote) {
        this.remote = remote;
        this.volumes = project.volumes();
        this.definitions = project.tree().mapping("volumes");
    }

    /** One line for each: providers, folders and devices of the host, what of it is shared, services with more rights, hooks. */
    public static List<String> by(Project project, RemoteResources remote) {
        Brought brought = new Brought(project, remote);
        project.services().values().forEach(brought::service);
        return List.copyOf(brought.told);
    }

    private void service(Service service) {
        Mapping tree = service.tree();
        Mapping provider = tree.mapping("provider");
        if (provider != null && isFetched(provider)) {
            tell(service, "runs the provider " + provider.string("type") + " on this host");
        }
        if (isFetched(tree.get("privileged")) && service.privileged()) {
            tell(service, "is privileged");
        }
        if (isFetched(tree.get("use_api_socket"))) {
            tell(service, "is given the engine's socket");
        }
        rights(service, tree);
        binds(service, tree.sequence("volumes"));
        for (String hook : HOOKS) {
            if (tree.get(hook) instanceof Sequence steps
                    && steps.items().stream().anyMatch(this::isFetched)) {
                tell(service, "has " + hook + " hooks");
            }
        }
    }

    private void rights(Service service, Mapping tree) {
        listed(service, tree, "cap_add", service.capAdd(), "has the capabilities ");
        listed(
                service,
                tree,
                "security_opt",
                service.securityOpt().stream()
                        .filter(option -> !option.startsWith("no-new-privileges"))
                        .toList(),
                "says how it is confined: ");
        listed(
                service,
                tree,
                "devices",
                service.devices().stream().map(Device::source).toList(),
                "has the devices ");
        new TreeMap<>(SHARED).forEach((key, what) -> {
            if (isFetched(tree.get(key)) && "host".equals(tree.string(key))) {
                tell(service, "shares the host's " + what);
            }
        });
    }

    private void listed(Service service, Mapping tree, String key, List<String> items, String has) {
        if (!items.isEmpty()
                && tree.get(key) instanceof Sequence list
                && list.items().stream().anyMatch(this::isFetched)) {
            tell(service, has + String.join(", ", items));
        }
    }

    private void binds(Service service, @Nullable Sequence mounts) {
        List<VolumeMount> all = service.volumes();
        for (int i = 0; mounts != null && i < mounts.items().size(); i++) {
            VolumeMount mount = all.get(i);
            Volume volume = volumes.get(mount.source());
            String device = volume == null ? null : volume.driverOpts().get("device");
            if (mount.type().equals("bind") && isFetched(mounts.items().get(i))) {
                tell(service, "mounts " + mount.source() + " of this host");
            } else if (mount.type().equals("volume") && device != null && isFetched(options(mount.source()))) {
                tell(service, "mounts %s by the volume %s".formatted(device, mount.source()));
            }
        }
    }

    private @Nullable Node options(String volume) {
        Mapping definition = definitions == null ? null : definitions.mapping(volume);
        return definition == null ? null : definition.get("driver_opts");
    }

    private void tell(Service service, String what) {
        told.add("service " + service.name() + " " + what);
    }

    private boolean isFetched(@Nullable Node node) {
        return node != null && remote.root(node.position().file()) != null;
    }
}
