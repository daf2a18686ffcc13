package dev.jcompose.scheduler.reconcile;

import dev.jcompose.scheduler.desired.Rollout;
import dev.jcompose.scheduler.desired.ServiceSpec;
import dev.jcompose.scheduler.protocol.Task;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Services go back to the containers that they had before a request: those are still there, since an update that may be rolled
 * back keeps them until it has ended well.
 */
final class RollbackPlan {
    private final Situation at;
    private final Set<String> services;
    private final String apply;
    private final @Nullable Integer timeout;
    private final PlanBuilder plan = new PlanBuilder();

    /** @param apply names the request whose containers go */
    RollbackPlan(Situation at, Set<String> services, String apply, @Nullable Integer timeout) {
        this.at = at;
        this.services = services;
        this.apply = apply;
        this.timeout = timeout;
    }

    /** @param made by the request, oldest first; {@code before}: what was there, or null */
    private record Back(
            int number, List<Member> made, @Nullable Member before) {}

    Plan plan() {
        at.spec().services().values().stream()
                .filter(service -> services.contains(service.name()))
                .forEach(this::rollBack);
        return plan.build(at.spec().name(), false);
    }

    private void rollBack(ServiceSpec service) {
        List<Back> all = backs(service);
        Rollout how = service.updates().rollback();
        Rolling rolling = new Rolling(service.name(), how.spare(all.size()), false, false);
        Set<String> before = Set.of();
        Batches batches = new Batches(plan, service.name(), how);
        for (List<Back> batch : batches.of(all)) {
            before = batches.pause(before);
            Set<String> ends = new TreeSet<>();
            for (Back back : batch) {
                ends.add(rollBack(service, back, how, rolling, before));
            }
            before = ends;
        }
    }

    private List<Back> backs(ServiceSpec service) {
        TreeMap<Integer, List<Member>> numbered = new TreeMap<>();
        at.replicas(service).stream()
                .filter(Member::exists)
                .forEach(member -> numbered.computeIfAbsent(member.task().number(), n -> new java.util.ArrayList<>())
                        .add(member));
        return numbered.entrySet().stream()
                .map(entry -> new Back(
                        entry.getKey(),
                        entry.getValue().stream().filter(this::isMade).toList(),
                        entry.getValue().stream()
                                .filter(member -> !isMade(member))
                                .reduce((older, newer) -> newer)
                                .orElse(null)))
                .filter(back -> !back.made().isEmpty() || !isNamed(service, Objects.requireNonNull(back.before())))
                .toList();
    }

    private boolean isMade(Member member) {
        return member.task().apply().equals(apply);
    }

    private boolean isNamed(ServiceSpec service, Member member) {
        return member.task().name().equals(name(service, member.task()));
    }

    private String name(ServiceSpec service, Task task) {
        return service.containerName(at.spec().name(), task.number());
    }

    /** Answers the step after which the container that was there before is itself again. */
    private String rollBack(ServiceSpec service, Back back, Rollout how, Rolling rolling, Set<String> tolerated) {
        Cause why = Cause.of("the update of " + service.name() + " failed");
        Member before = back.before();
        Set<String> over = new TreeSet<>();
        String end = "";
        if (before != null) {
            Swap swap = new Swap(
                    service.name(),
                    before.task(),
                    !before.running(),
                    back.made(),
                    how,
                    service.updates().patience(),
                    why,
                    Set.of(),
                    tolerated,
                    List.of(),
                    rolling);
            Swap.Added added = swap.to(
                    plan,
                    (member, drains, after, over2, of) -> plan.add(
                            drains
                                    ? PlanBuilder.drain(member.task(), timeout)
                                    : PlanBuilder.stop(member.task(), timeout),
                            service.name(),
                            why,
                            after,
                            over2,
                            List.of(),
                            of));
            over.addAll(added.over());
            end = added.steady();
        }
        for (Member made : back.made()) {
            Set<String> after = new TreeSet<>(over);
            if (before == null && made.alive()) {
                after.add(plan.add(
                        PlanBuilder.stop(made.task(), timeout), service.name(), why, Set.of(), tolerated, List.of()));
            }
            end = plan.add(
                    PlanBuilder.remove(made.task(), false),
                    service.name(),
                    why,
                    after,
                    tolerated,
                    List.of(),
                    rolling.asTail());
            over.add(end);
        }
        if (before != null && !isNamed(service, before)) {
            Task itself = before.task().named(name(service, before.task()));
            end = plan.add(
                    PlanBuilder.rename(itself), service.name(), why, over, Set.of(), List.of(), rolling.asTail());
        }
        return end;
    }
}
