package dev.jcompose.scheduler.reconcile;

import dev.jcompose.api.stack.ApplyOptions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Containers of services that the stack file no longer has, and one-offs that have ended: named, and removed on request. */
final class Orphans {
    private Orphans() {}

    static void of(Situation at, ApplyOptions options, PlanBuilder plan) {
        List<Member> orphans = at.orphans(options.disabled());
        if (!options.removeOrphans()) {
            if (orphans.isEmpty() || options.ignoreOrphans()) {
                return;
            }
            tell(plan, "containers of services that the stack file no longer has", orphans, o -> !o.isSomebodys());
            tell(plan, "one-off containers that have ended", orphans, Member::isSomebodys);
            return;
        }
        for (Member orphan : orphans) {
            Cause why = Cause.of(
                    orphan.isSomebodys()
                            ? "its work has ended"
                            : "the stack file has no service " + orphan.task().serviceName());
            Set<String> after = new TreeSet<>();
            if (orphan.alive()) {
                after.add(plan.add(PlanBuilder.stop(orphan.task(), options.timeout()), "", why, List.of()));
            }
            plan.add(PlanBuilder.remove(orphan.task(), false), "", why, after);
        }
    }

    /** Names those of the containers that are chosen, where there are any, and what removes them. */
    static void tell(PlanBuilder plan, String what, List<Member> containers, Predicate<Member> chosen) {
        tell(plan, what, containers, chosen, "--remove-orphans removes them");
    }

    static void tell(
            PlanBuilder plan, String what, List<Member> containers, Predicate<Member> chosen, String wouldWork) {
        List<String> names = containers.stream()
                .filter(chosen)
                .map(container -> container.task().name())
                .sorted()
                .toList();
        if (!names.isEmpty()) {
            plan.notice(what + ": " + String.join(", ", names) + "; " + wouldWork);
        }
    }
}
