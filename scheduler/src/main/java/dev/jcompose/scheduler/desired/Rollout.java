package dev.jcompose.scheduler.desired;

import dev.jcompose.api.error.EngineException;
import java.time.Duration;

/**
 * How containers of a service give way to newer ones: {@code deploy.update_config} or {@code deploy.rollback_config}.
 *
 * @param parallelism how many at once; 0: all
 * @param delay between one batch and the next
 * @param monitor how long a new container is watched after it is ready
 * @param maxFailureRatio of the containers of one update that may fail before {@code onFailure} holds
 * @param startFirst the new container is ready before the old one stops
 */
public record Rollout(
        int parallelism,
        Duration delay,
        OnFailure onFailure,
        Duration monitor,
        double maxFailureRatio,
        boolean startFirst) {
    public enum OnFailure {
        PAUSE,
        CONTINUE,
        ROLLBACK
    }

    /** What holds where nothing is said, as in Swarm. */
    static final Rollout DEFAULT = new Rollout(1, Duration.ZERO, OnFailure.PAUSE, Duration.ofSeconds(5), 0, false);

    /** @param where path of {@code config} */
    static Rollout of(String where, Fields config, boolean rollback) {
        if (config.number("parallelism") < 0) {
            throw EngineException.invalid(
                    where + ".parallelism: less than none cannot be updated at once: use 0 for all");
        }
        String ratio = config.text("max_failure_ratio");
        return new Rollout(
                config.has("parallelism") ? (int) config.number("parallelism") : DEFAULT.parallelism,
                Duration.ofNanos(config.duration("delay")),
                onFailure(where, config.text("failure_action"), rollback),
                // A resolved model leaves 0s out, and Docker's clients send none for it: both mean the default.
                config.duration("monitor") > 0 ? Duration.ofNanos(config.duration("monitor")) : DEFAULT.monitor,
                ratio.isEmpty() ? 0 : Double.parseDouble(ratio),
                startFirst(where, config.text("order")));
    }

    private static OnFailure onFailure(String where, String action, boolean rollback) {
        return switch (action) {
            case "", "pause" -> OnFailure.PAUSE;
            case "continue" -> OnFailure.CONTINUE;
            case "rollback" -> {
                if (rollback) {
                    throw EngineException.invalid(
                            where + ".failure_action: a rollback is not rolled back: use pause or continue");
                }
                yield OnFailure.ROLLBACK;
            }
            default ->
                throw EngineException.invalid(where + ".failure_action: " + action
                        + " is unknown: use pause or continue" + (rollback ? "" : ", or rollback"));
        };
    }

    private static boolean startFirst(String where, String order) {
        return switch (order) {
            case "", "stop-first" -> false;
            case "start-first" -> true;
            default ->
                throw EngineException.invalid(
                        where + ".order: " + order + " is unknown: use stop-first or start-first");
        };
    }

    /** How many of {@code total} may fail without an end of the rollout. */
    public int spare(int total) {
        return onFailure == OnFailure.CONTINUE ? total : (int) Math.floor(maxFailureRatio * total);
    }

    /** How many go at once. */
    public int batch(int total) {
        return parallelism == 0 ? Math.max(1, total) : parallelism;
    }
}
