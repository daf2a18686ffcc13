package dev.jcompose.scheduler.reconcile;

import dev.jcompose.scheduler.desired.Rollout;
import dev.jcompose.scheduler.protocol.Task;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One container gives way to another in a rollout.
 *
 * @param comes exists by {@code after}; {@code starts}: it does not run yet
 * @param goes what it replaces, the one in use first
 * @param after what has to be done for this one, {@code tolerated} what has to be over
 * @param undo brings back what was there, where the new one fails
 */
record Swap(
        String service,
        Task comes,
        boolean starts,
        List<Member> goes,
        Rollout how,
        Duration patience,
        Cause why,
        Set<String> after,
        Set<String> tolerated,
        List<Action> undo,
        Rolling rolling) {

    /** Adds the step that stops a container, and what has to stop before it. */
    interface Stops {
        String add(Member member, boolean drains, Set<String> after, Set<String> tolerated, Rolling rolling);
    }

    /**
     * Steps that were added.
     *
     * @param begun after these it runs; empty where it did before
     * @param steady after this one it is ready and has been watched
     * @param over after these, what it replaces does not run any more
     */
    record Added(Set<String> begun, String steady, Set<String> over) {}

    Added to(PlanBuilder plan, Stops stops) {
        List<Member> alive = goes.stream().filter(Member::alive).toList();
        boolean beside = how.startFirst() && !alive.isEmpty();
        Set<String> ready = new TreeSet<>(after);
        if (!beside) {
            alive.forEach(old -> ready.add(stops.add(old, false, after, tolerated, rolling)));
        }
        Set<String> begun = Set.of();
        if (starts) {
            Action start =
                    beside ? PlanBuilder.startBeside(comes, alive.getFirst().task()) : PlanBuilder.start(comes);
            begun = Set.of(plan.add(start, service, why, ready, tolerated, undo, rolling));
        }
        String steady = plan.add(
                new Action.Steady(comes, how.monitor(), patience),
                service,
                Cause.of("the rollout of " + service + " waits for it"),
                starts ? begun : ready,
                tolerated,
                undo,
                rolling);
        return new Added(begun, steady, beside ? handOver(plan, stops, alive, steady) : Set.of(steady));
    }

    private Set<String> handOver(PlanBuilder plan, Stops stops, List<Member> alive, String steady) {
        Set<String> led = Set.of(steady);
        if (publishes()) {
            Cause cause =
                    Cause.of("takes them over from " + alive.getFirst().task().name());
            led = Set.of(
                    plan.add(PlanBuilder.leadPorts(comes), service, cause, led, Set.of(), List.of(), rolling.asTail()));
        }
        Set<String> over = new TreeSet<>();
        for (Member old : alive) {
            over.add(stops.add(old, true, led, Set.of(), rolling.asTail()));
        }
        return over;
    }

    private boolean publishes() {
        var reach = comes.container().hostConfig().reach();
        return reach.publishAllPorts() || !reach.portBindings().isEmpty();
    }
}
