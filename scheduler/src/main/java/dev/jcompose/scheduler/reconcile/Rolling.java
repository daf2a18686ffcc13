package dev.jcompose.scheduler.reconcile;

/**
 * What a step is to the rollout that it belongs to.
 *
 * @param spare how many containers of the service may fail before the whole plan has
 * @param rollsBack the service goes back to what it was when the plan has failed by this step
 * @param tail it ends what is half done, and is done also when another container has failed
 */
public record Rolling(String service, int spare, boolean rollsBack, boolean tail) {
    Rolling asTail() {
        return new Rolling(service, spare, rollsBack, true);
    }
}
