package dev.jcompose.scheduler.reconcile;

import dev.jcompose.scheduler.desired.ServiceSpec;
import java.util.ArrayList;
import java.util.List;

/** Who shares a namespace or volumes with a container that comes anew, and is not asked for, stays with what is gone. */
final class Sharers {
    private Sharers() {}

    /** What to tell about them. */
    static List<String> outside(Situation at, Selection selection, Replicas replicas) {
        List<String> notices = new ArrayList<>();
        for (ServiceSpec service : at.spec().services().values()) {
            boolean left = !selection.has(service.name())
                    && at.replicas(service).stream().anyMatch(Member::alive);
            service.namespaces().stream()
                    .filter(shared -> left
                            && replicas.byService().getOrDefault(shared, List.of()).stream()
                                    .anyMatch(replica -> replica.creates()
                                            && !replica.replaced().isEmpty()))
                    .forEach(shared -> notices.add("service " + service.name() + " shares with " + shared
                            + ", which is created anew, and is not among the services asked for: up "
                            + service.name() + " brings it along"));
        }
        return notices;
    }
}
