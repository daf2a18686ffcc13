package dev.jcompose.compose.validate;

import dev.jcompose.compose.model.Service;
import dev.jcompose.compose.model.VolumeMount;
import dev.jcompose.compose.node.Path;
import dev.jcompose.compose.node.Sequence;
import dev.jcompose.compose.problem.Problems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** No two mounts of a service share a target. */
final class MountTargets {
    private final Service service;
    private final Problems problems;
    private final Map<String, Path> taken = new HashMap<>();

    MountTargets(Service service, Problems problems) {
        this.service = service;
        this.problems = problems;
    }

    void check(List<VolumeMount> volumes) {
        Path path = Path.ROOT.key("services").key(service.name());
        List<String> tmpfs = service.tmpfs();
        for (int i = 0; i < tmpfs.size(); i++) {
            take(path.key("tmpfs"), i, tmpfs.get(i).split(":", -1)[0]);
        }
        for (int i = 0; i < volumes.size(); i++) {
            take(path.key("volumes"), i, volumes.get(i).target());
        }
    }

    private void take(Path mounts, int index, String target) {
        Path path = mounts.item(index);
        Path owner = taken.putIfAbsent(target, path);
        Sequence list = service.tree().sequence(mounts.segment());
        if (owner != null && list != null) {
            problems.error(
                    "mount-target",
                    list.items().get(index).position(),
                    path,
                    "target %s already mounted as %s".formatted(target, owner));
        }
    }
}
