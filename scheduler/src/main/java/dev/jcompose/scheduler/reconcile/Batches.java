package dev.jcompose.scheduler.reconcile;

import dev.jcompose.scheduler.desired.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The batches of a rollout, with the pauses between them. */
final class Batches {
    private final PlanBuilder plan;
    private final String service;
    private final Rollout how;
    private int begun;

    Batches(PlanBuilder plan, String service, Rollout how) {
        this.plan = plan;
        this.service = service;
        this.how = how;
    }

    <T> List<List<T>> of(List<T> all) {
        int size = how.batch(all.size());
        List<List<T>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            batches.add(List.copyOf(all.subList(from, Math.min(from + size, all.size()))));
        }
        return batches;
    }

    /** The steps that must be over before the next batch begins. {@code before}: those of the one before. */
    Set<String> pause(Set<String> before) {
        begun++;
        if (begun == 1 || how.delay().isZero()) {
            return before;
        }
        Action pause = new Action.Pause(service, begun, how.delay());
        Cause cause = Cause.of("delay of " + how.delay().toString().substring(2).toLowerCase(java.util.Locale.ROOT));
        return Set.of(plan.add(pause, service, cause, Set.of(), before, List.of()));
    }
}
