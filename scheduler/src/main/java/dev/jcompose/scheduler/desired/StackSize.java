package dev.jcompose.scheduler.desired;

import dev.jcompose.api.error.EngineException;
import java.util.Map;

/** How many containers a stack may have: a number that is a typing error is told, and not tried. */
public final class StackSize {
    /** A plan of twice as many steps takes half the daemon's memory. */
    private static final int MOST = 5_000;

    private StackSize() {}

    /**
     * @param replicas of each service
     * @throws EngineException INVALID, with the service at which it is too many
     */
    public static void check(Map<String, Long> replicas) {
        long containers = 0;
        for (var service : replicas.entrySet()) {
            containers += Math.max(1, service.getValue());
            if (containers > MOST) {
                throw EngineException.invalid(
                        ("services.%s: with its %d the stack has more than %d containers, which is all that a"
                                        + " daemon takes of one stack: lower the replicas, or make several stacks of it")
                                .formatted(service.getKey(), service.getValue(), MOST));
            }
        }
    }
}
