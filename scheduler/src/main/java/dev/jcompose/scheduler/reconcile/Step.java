package dev.jcompose.scheduler.reconcile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of a plan.
 *
 * @param id unique in the plan: the action's label
 * @param service empty where it belongs to none
 * @param after ids of the steps that must have ended well
 * @param tolerated ids of steps that must have ended, well or not: dependencies that are not required
 * @param undo what brings back the state before the step's group, in order, where the step fails
 * @param rolling of steps of a rollout; null for all others
 */
public record Step(
        String id,
        Action action,
        String service,
        Cause cause,
        List<String> after,
        List<String> tolerated,
        List<Action> undo,
        @Nullable Rolling rolling) {
    boolean isTail() {
        return rolling != null && rolling.tail();
    }
}
