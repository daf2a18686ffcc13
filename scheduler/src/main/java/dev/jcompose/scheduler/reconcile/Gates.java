package dev.jcompose.scheduler.reconcile;

import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.scheduler.desired.Dependency;
import dev.jcompose.scheduler.desired.ServiceSpec;
import dev.jcompose.scheduler.desired.StackSpec;
import dev.jcompose.scheduler.reconcile.Action.Await.Condition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the containers of a service wait for: the conditions of its {@code depends_on}. */
final class Gates {
    private final PlanBuilder plan;
    private final Replicas replicas;
    private final ApplyOptions options;
    private final Map<String, String> started;

    /** @param started task id → the step after which it runs; filled as the plan grows */
    Gates(PlanBuilder plan, Replicas replicas, ApplyOptions options, Map<String, String> started) {
        this.plan = plan;
        this.replicas = replicas;
        this.options = options;
        this.started = started;
    }

    /** Steps that must end, and those that must end well, before a container of a service starts. */
    record Before(Set<String> required, Set<String> tolerated) {}

    /** The steps that must end before a container of the service starts. */
    Before of(ServiceSpec service) {
        Before gates = new Before(new TreeSet<>(), new TreeSet<>());
        if (options.noDeps()) {
            return gates;
        }
        for (Dependency dependency : service.dependencies()) {
            Set<String> into = dependency.required() ? gates.required : gates.tolerated;
            for (Replica on : replicas.byService().getOrDefault(dependency.service(), List.of())) {
                String gate = switch (dependency.condition()) {
                    case STARTED -> started.get(on.task().id());
                    case HEALTHY -> await(dependency.service(), on, Condition.HEALTHY, service.name());
                    case COMPLETED -> await(dependency.service(), on, Condition.COMPLETED, service.name());
                };
                if (gate != null) {
                    into.add(gate);
                }
            }
        }
        return gates;
    }

    /** The step that waits for a replica, or null where what it waits for already holds. */
    @Nullable
    String await(String service, Replica on, Condition condition, String waiting) {
        String start = started.get(on.task().id());
        if (start == null && on.present() != null && holds(on.present(), condition)) {
            return null;
        }
        Action await = new Action.Await(on.task(), condition);
        return plan.add(
                await, service, Cause.of(waiting + " waits for it"), start == null ? List.of() : List.of(start));
    }

    /** Waits for a replica on behalf of whoever asked: until a job is done that others wait for, or anything else is ready. */
    void awaitReady(StackSpec spec, ServiceSpec service, Replica replica) {
        boolean job = spec.dependents(service.name()).stream()
                .flatMap(dependent -> dependent.dependencies().stream())
                .anyMatch(
                        on -> on.service().equals(service.name()) && on.condition() == Dependency.Condition.COMPLETED);
        await(service.name(), replica, job ? Condition.COMPLETED : Condition.READY, "--wait");
    }

    private static boolean holds(Member member, Condition condition) {
        return switch (condition) {
            case READY -> member.ready();
            case HEALTHY -> member.healthy();
            case COMPLETED -> member.completed();
        };
    }
}
