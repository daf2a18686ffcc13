package dev.jcompose.scheduler.reconcile;

import dev.jcompose.api.stack.ApplyOptions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Containers of the stack whose services the stack file no longer has: named, and removed on request. */
final class Orphans {
    private Orphans() {}

    static void of(Situation at, ApplyOptions options, PlanBuilder plan) {
        List<Member> orphans = at.orphans(options.disabled());
        if (!options.removeOrphans()) {
            if (orphans.isEmpty() || options.ignoreOrphans()) {
                return;
            }
            plan.notice("containers of services that the stack file no longer has: "
                    + String.join(
                            ", ",
                            orphans.stream().map(orphan -> orphan.task().name()).toList())
                    + "; --remove-orphans removes them");
            return;
        }
        for (Member orphan : orphans) {
            Cause why =
                    Cause.of("the stack file has no service " + orphan.task().serviceName());
            Set<String> after = new TreeSet<>();
            if (orphan.alive()) {
                after.add(plan.add(PlanBuilder.stop(orphan.task(), options.timeout()), "", why, List.of()));
            }
            plan.add(PlanBuilder.remove(orphan.task(), false), "", why, after);
        }
    }
}
