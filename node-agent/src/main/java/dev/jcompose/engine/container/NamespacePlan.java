package dev.jcompose.engine.container;

import dev.jcompose.api.container.HostConfig.Namespaces;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.container.Connectivity.Joined;
import dev.jcompose.engine.runtime.OciSpec.Namespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which namespaces a container has of its own, shares with another or with the host. */
record NamespacePlan(Namespaces wanted, Function<String, Container> containers) {
    private static final String OTHER = "container:";

    /** Whose namespace a mode shares: its name or id; empty where the mode says none. */
    static Optional<String> other(String mode) {
        return mode.startsWith(OTHER) ? Optional.of(mode.substring(OTHER.length())) : Optional.empty();
    }

    static String sharing(String id) {
        return OTHER + id;
    }

    List<Namespace> with(Joined joined) {
        List<Namespace> all = new ArrayList<>();
        all.add(new Namespace("mount", null));
        add(all, "pid", wanted.pidMode(), null);
        add(all, "ipc", wanted.ipcMode(), null);
        add(all, "uts", wanted.utsMode(), null);
        String network = joined.namespace() == null ? null : joined.namespace().toString();
        add(all, "network", wanted.networkMode(), network);
        if (wanted.cgroupnsMode().equals("private")) {
            all.add(new Namespace("cgroup", null));
        }
        return all;
    }

    private void add(List<Namespace> all, String type, String mode, @Nullable String path) {
        if (mode.equals("host")) {
            return;
        }
        all.add(new Namespace(type, other(mode).map(name -> pathOf(name, type)).orElse(path)));
    }

    /** What has its own, and did not say that others may have it too. */
    private static boolean isPrivate(Container other) {
        return List.of("private", "none")
                .contains(other.record().host().namespaces().ipcMode());
    }

    private String pathOf(String reference, String type) {
        Container other = containers.apply(reference);
        Container.Run run = other.run();
        if (run == null) {
            throw EngineException.conflict(
                            "cannot join the " + type + " namespace of a non running container: container "
                                    + other.record().name() + " is " + other.statusName() + ": start it first")
                    .about(type.equals("network") ? "network_mode" : type);
        }
        if (type.equals("ipc") && isPrivate(other)) {
            throw EngineException.conflict("failed to join IPC namespace: container "
                            + other.record().name()
                            + ": non-shareable IPC (hint: use IpcMode:shareable for the donor container)")
                    .about(type);
        }
        return "/proc/" + run.pid() + "/ns/" + (type.equals("network") ? "net" : type);
    }
}
