package dev.jcompose.cli.remote;

import dev.jcompose.compose.load.RemoteResources;
import dev.jcompose.compose.model.Project;
import dev.jcompose.compose.model.Service;
import dev.jcompose.compose.model.VolumeMount;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Sequence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What fetched stack files make a project do to this host beyond running containers. */
public final class Brought {
    private static final List<String> HOOKS = List.of("pre_start", "post_start", "pre_stop");

    private final RemoteResources remote;
    private final List<String> told = new ArrayList<>();

    private Brought(RemoteResources remote) {
        this.remote = remote;
    }

    /** One line for each: providers, folders of the host, privileged services, hooks. */
    public static List<String> by(Project project, RemoteResources remote) {
        Brought brought = new Brought(remote);
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
        binds(service, tree.sequence("volumes"));
        for (String hook : HOOKS) {
            if (tree.get(hook) instanceof Sequence steps
                    && steps.items().stream().anyMatch(this::isFetched)) {
                tell(service, "has " + hook + " hooks");
            }
        }
    }

    private void binds(Service service, @Nullable Sequence mounts) {
        List<VolumeMount> volumes = service.volumes();
        for (int i = 0; mounts != null && i < mounts.items().size(); i++) {
            if (volumes.get(i).type().equals("bind") && isFetched(mounts.items().get(i))) {
                tell(service, "mounts " + volumes.get(i).source() + " of this host");
            }
        }
    }

    private void tell(Service service, String what) {
        told.add("service " + service.name() + " " + what);
    }

    private boolean isFetched(@Nullable Node node) {
        return node != null && remote.root(node.position().file()) != null;
    }
}
