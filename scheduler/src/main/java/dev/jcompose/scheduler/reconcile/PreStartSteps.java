package dev.jcompose.scheduler.reconcile;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.scheduler.desired.PreStart;
import dev.jcompose.scheduler.desired.ServiceSpec;
import dev.jcompose.scheduler.protocol.Task;
import dev.jcompose.scheduler.reconcile.Action.Await.Condition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of {@code pre_start}: one after the other, each a container of its own that is created, started, awaited, and removed
 * when its service has started. Until then they tell an up that goes on after a crash how far it had come.
 */
final class PreStartSteps {
    private final Situation at;
    private final PlanBuilder plan;
    private final ApplyOptions options;
    private final String apply;
    private final Supplier<String> ids;
    private final Map<String, Run> runs = new HashMap<>();
    /** Service → the steps after which the names of its hooks' containers are free. */
    private final Map<String, Set<String>> cleared = new HashMap<>();

    /** The hooks of one service in this plan; {@code ended}: the step after which the last has ended well. */
    private record Run(List<Task> tasks, Set<String> ended, Cause why) {}

    PreStartSteps(Situation at, PlanBuilder plan, ApplyOptions options, String apply, Supplier<String> ids) {
        this.at = at;
        this.plan = plan;
        this.options = options;
        this.apply = apply;
        this.ids = ids;
    }

    /**
     * Refuses to go on without hooks, which would pass over what the stack file says.
     *
     * @param verb what was asked for, which has nothing to run them with
     * @param missed of a container that would start without them
     */
    static void refuse(Situation at, Selection selection, String verb, Predicate<Member> missed) {
        for (ServiceSpec service : selection.inOrder()) {
            List<Member> members = at.replicas(service);
            if (!service.preStart().isEmpty()
                    && !members.isEmpty()
                    && members.stream().allMatch(missed)) {
                throw EngineException.conflict(
                        "service " + service.name() + " has pre_start hooks, which an up runs and a " + verb
                                + " does not: use up " + service.name());
            }
        }
    }

    /**
     * Takes away what earlier requests have left of a service's hooks.
     *
     * @param goesOn whether hooks are to run now: those that this same request had begun stay
     */
    void clearAway(ServiceSpec service, boolean goesOn) {
        Set<String> steps = new TreeSet<>();
        for (Member member : hooks(service)) {
            if (goesOn && isOurs(member)) {
                continue;
            }
            Cause why = Cause.of("left by an earlier up");
            Set<String> after = new TreeSet<>();
            if (member.alive()) {
                after.add(plan.add(PlanBuilder.stop(member.task(), options.timeout()), service.name(), why, after));
            }
            steps.add(plan.add(PlanBuilder.clearAway(member.task()), service.name(), why, after));
        }
        cleared.put(service.name(), steps);
    }

    /**
     * Runs the hooks.
     *
     * @param why the service's containers start
     * @param shared whose container's volumes they have
     * @param there steps after which all that their containers need is there
     * @param before steps that must end well before the first of them starts; {@code tolerated}: that must end
     */
    void run(
            ServiceSpec service, Cause why, Task shared, Set<String> there, Set<String> before, Set<String> tolerated) {
        Set<String> free = new TreeSet<>(there);
        free.addAll(cleared.getOrDefault(service.name(), Set.of()));
        Set<String> after = new TreeSet<>(before);
        after.addAll(free);
        List<Task> all = new ArrayList<>();
        List<Action> undo = List.of();
        for (PreStart hook : service.preStart()) {
            Member begun = begun(service, hook);
            Task task = begun == null ? hook.task(ids.get(), service, shared, apply) : begun.task();
            all.add(task);
            List<Action> earlier = undo;
            undo = all.stream().map(each -> PlanBuilder.remove(each, true)).toList();
            if (begun == null) {
                after = Set.of(plan.add(PlanBuilder.create(task, ""), service.name(), why, after, tolerated, undo));
            }
            if (begun == null || !(begun.alive() || begun.completed())) {
                after = Set.of(plan.add(PlanBuilder.start(task), service.name(), why, after, tolerated, undo));
            }
            // Whoever looks for what went wrong finds the container of the hook that failed, and no other.
            Action await = new Action.Await(task, Condition.COMPLETED);
            Cause waits = Cause.of(service.name() + " waits for it");
            after = Set.of(plan.add(await, service.name(), waits, after, List.of(), earlier));
        }
        runs.put(service.name(), new Run(all, after, why));
    }

    /** The step after which the service's containers may start; none where no hook runs. */
    Set<String> over(ServiceSpec service) {
        Run run = runs.get(service.name());
        return run == null ? Set.of() : run.ended();
    }

    /** @param started the steps after which the service's containers run */
    void remove(ServiceSpec service, Set<String> started) {
        Run run = runs.get(service.name());
        if (run != null) {
            run.tasks().forEach(task -> plan.add(PlanBuilder.remove(task, true), service.name(), run.why(), started));
        }
    }

    private @Nullable Member begun(ServiceSpec service, PreStart hook) {
        return hooks(service).stream()
                .filter(member -> isOurs(member) && member.task().number() == hook.index() + 1)
                .findFirst()
                .orElse(null);
    }

    /** Begun by the same request, and not in vain. */
    private boolean isOurs(Member member) {
        return member.task().apply().equals(apply)
                && member.exists()
                && (member.neverStarted() || member.alive() || member.completed());
    }

    private List<Member> hooks(ServiceSpec service) {
        return at.members().stream()
                .filter(member -> member.task().serviceName().equals(service.name())
                        && member.task().hook())
                .toList();
    }
}
