package dev.jcompose.scheduler.reconcile;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.scheduler.desired.ServiceSpec;
import java.util.ArrayList;
import java.util.List;

/** Who shares a namespace or volumes with a container that comes anew, and is not asked for, stays with what is gone. */
final class Sharers {
    private Sharers() {}

    /** @throws EngineException CONFLICT where one of the selection shares with a service that has no container and gets none */
    static void check(Situation at, Selection selection) {
        for (ServiceSpec service : selection.inOrder()) {
            for (String shared : service.namespaces()) {
                if (!selection.has(shared) && at.replicas(shared).stream().noneMatch(Member::exists)) {
                    throw EngineException.conflict("services." + service.name() + " cannot share with service " + shared
                            + ": container missing; leave out --no-deps, or up " + shared + " first");
                }
            }
        }
    }

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
