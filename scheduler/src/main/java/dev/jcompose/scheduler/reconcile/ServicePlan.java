package dev.jcompose.scheduler.reconcile;

import dev.jcompose.api.stack.ServiceAction;
import dev.jcompose.scheduler.desired.Dependency;
import dev.jcompose.scheduler.desired.ServiceSpec;
import dev.jcompose.scheduler.protocol.Assignment;
import dev.jcompose.scheduler.protocol.Goal;
import dev.jcompose.scheduler.reconcile.Action.Await.Condition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Start, stop and the like on the containers that are there. */
final class ServicePlan {

    private static final Cause ORPHAN = Cause.of("orphan");

    private final Situation at;
    private final Cause why;
    private final PlanBuilder plan = new PlanBuilder();
    private final Map<String, Set<String>> ended = new HashMap<>();

    ServicePlan(Situation at, String why) {
        this.at = at;
        this.why = Cause.of(why);
    }

    /** Starts what {@code starts} says, every container behind the gates of its dependencies. */
    Plan start(Selection selection, Predicate<Member> starts) {
        for (String name : selection.names()) {
            @Nullable ServiceSpec service = at.spec().services().get(name);
            Set<String> required = new TreeSet<>();
            Set<String> tolerated = new TreeSet<>();
            Set<String> steps = new TreeSet<>();
            List<Member> members = at.replicas(name).stream()
                    .filter(member -> member.exists() && starts.test(member))
                    .toList();
            if (service != null && !members.isEmpty()) {
                service.dependencies().forEach(on -> gate(service, on, on.required() ? required : tolerated));
            }
            for (Member member : members) {
                steps.add(plan.add(PlanBuilder.start(member.task()), name, why, required, tolerated, List.of()));
            }
            ended.put(name, steps);
        }
        return plan.build(at.spec().name(), false);
    }

    private void gate(ServiceSpec waiting, Dependency on, Set<String> into) {
        ServiceSpec service = at.spec().services().get(on.service());
        if (service == null) {
            return;
        }
        Set<String> starting = ended.getOrDefault(on.service(), Set.of());
        into.addAll(starting);
        for (Member member : at.replicas(service)) {
            boolean comes = starting.contains(PlanBuilder.start(member.task()).label());
            // Neither running nor about to: a gate would never open, and the user's hand wins.
            if (!comes && !member.running()) {
                continue;
            }
            Set<String> after = comes ? Set.of(PlanBuilder.start(member.task()).label()) : Set.of();
            Cause cause = Cause.of(waiting.name() + " waits for it");
            switch (on.condition()) {
                case STARTED -> {}
                case HEALTHY -> {
                    if (comes || !member.healthy()) {
                        var await = new Action.Await(member.task(), Condition.HEALTHY);
                        into.add(plan.add(await, service.name(), cause, after));
                    }
                }
                case COMPLETED -> {
                    var await = new Action.Await(member.task(), Condition.COMPLETED);
                    into.add(plan.add(await, service.name(), cause, after));
                }
            }
        }
    }

    Plan stop(Selection selection, ServiceAction request) {
        for (String service : selection.names().reversed()) {
            Set<String> after = endedDependents(service);
            Set<String> steps = new TreeSet<>();
            for (Member member : at.replicas(service)) {
                if (member.alive()) {
                    steps.add(plan.add(PlanBuilder.stop(member.task(), request.timeout()), service, why, after));
                } else if (member.exists()) {
                    plan.keep(member.task(), "stopped");
                }
            }
            ended.put(service, steps);
        }
        return plan.build(at.spec().name(), false);
    }

    private Set<String> endedDependents(String service) {
        Set<String> after = new TreeSet<>();
        at.spec()
                .dependents(service)
                .forEach(dependent -> after.addAll(ended.getOrDefault(dependent.name(), Set.of())));
        return after;
    }

    /** Restarts in the order of dependencies; what depends on them with {@code restart: true} goes along. */
    Plan restart(Selection selection, ServiceAction request) {
        Set<String> all = new TreeSet<>();
        selection.inOrder().forEach(service -> all.add(service.name()));
        for (ServiceSpec service : at.spec().services().values()) {
            boolean along = !request.noDeps()
                    && service.dependencies().stream().anyMatch(on -> on.restart() && all.contains(on.service()));
            if (!along && !all.contains(service.name())) {
                continue;
            }
            boolean asked = all.contains(service.name());
            all.add(service.name());
            Set<String> after = new TreeSet<>();
            service.dependencies().forEach(on -> {
                after.addAll(ended.getOrDefault(on.service(), Set.of()));
                if (on.restart() && on.condition() == Dependency.Condition.HEALTHY) {
                    after.addAll(healthyAgain(service, on));
                }
            });
            Set<String> steps = new TreeSet<>();
            for (Member member : at.replicas(service)) {
                if (member.exists() && (asked || member.running())) {
                    steps.add(assign("restart", member, new Goal.Restarted(request.timeout()), after));
                }
            }
            ended.put(service.name(), steps);
        }
        for (String left : selection.left()) {
            at.replicas(left).stream()
                    .filter(Member::exists)
                    .forEach(member -> assign("restart", member, new Goal.Restarted(request.timeout()), Set.of()));
        }
        return plan.build(at.spec().name(), false);
    }

    /** Who restarts with another waits for its health, as Compose does, where it has restarted. */
    private Set<String> healthyAgain(ServiceSpec waiting, Dependency on) {
        Set<String> restarted = ended.getOrDefault(on.service(), Set.of());
        Set<String> healthy = new TreeSet<>();
        for (Member member : restarted.isEmpty() ? List.<Member>of() : at.replicas(on.service())) {
            if (member.exists()) {
                Cause cause = Cause.of(waiting.name() + " waits for it");
                var await = new Action.Await(member.task(), Condition.HEALTHY);
                healthy.add(plan.add(await, on.service(), cause, restarted));
            }
        }
        return healthy;
    }

    /** Takes away these too, at once. */
    ServicePlan without(List<Member> orphans) {
        for (Member member : orphans) {
            String service = member.task().serviceName();
            Set<String> after = new TreeSet<>();
            if (member.alive()) {
                after.add(plan.add(PlanBuilder.stop(member.task(), 0), service, ORPHAN, List.of()));
            }
            plan.add(PlanBuilder.remove(member.task(), false), service, ORPHAN, after);
        }
        return this;
    }

    /** The same for every container of the services that {@code concerns} says, in no order; not for one-offs. */
    Plan each(Selection selection, String verb, Predicate<Member> concerns, Goal goal) {
        return eachWithOneOffs(
                selection, verb, concerns.and(member -> !member.task().oneOff()), goal);
    }

    Plan eachWithOneOffs(Selection selection, String verb, Predicate<Member> concerns, Goal goal) {
        at.members().stream()
                .filter(member -> selection.has(member.task().serviceName()))
                .filter(concerns)
                .forEach(member -> assign(verb, member, goal, Set.of()));
        return plan.build(at.spec().name(), false);
    }

    /** Removes stopped containers; running ones where {@code request.stop}. One-offs belong to whoever ran them, as in Compose. */
    Plan remove(Selection selection, ServiceAction request) {
        for (Member member : at.members()) {
            String service = member.task().serviceName();
            if (member.task().oneOff() || !selection.has(service) || (member.alive() && !request.stop())) {
                continue;
            }
            Set<String> after = new TreeSet<>();
            if (member.alive()) {
                after.add(plan.add(PlanBuilder.stop(member.task(), request.timeout()), service, why, List.of()));
            }
            plan.add(PlanBuilder.remove(member.task(), request.volumes()), service, why, after);
        }
        return plan.build(at.spec().name(), false);
    }

    private String assign(String verb, Member member, Goal goal, Set<String> after) {
        Action action = new Action.Assign(verb, new Assignment.Container(member.task(), goal, ""));
        return plan.add(action, member.task().serviceName(), why, after);
    }
}
