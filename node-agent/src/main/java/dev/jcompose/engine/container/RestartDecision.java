package dev.jcompose.engine.container;

import dev.jcompose.api.container.RestartPace;
import dev.jcompose.api.container.RestartPolicy;
import dev.jcompose.engine.container.ContainerRecord.State;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether a container whose run has ended is started again. One pure function for all policies. */
sealed interface RestartDecision {

    record Stay() implements RestartDecision {}

    record Again(Duration after) implements RestartDecision {}

    /** Where the decision is made: a run has ended, or the daemon has come up. */
    enum Occasion {
        EXIT,
        DAEMON_START
    }

    /**
     * @param state after the run
     * @param owned whether a manager has the container: then it decides what runs when the daemon comes up
     * @param failures short runs in a row, this one included; 0 after a long one
     */
    static RestartDecision decide(
            RestartPolicy policy, State state, boolean owned, Occasion occasion, int failures, Backoff backoff) {
        boolean starting = occasion == Occasion.DAEMON_START;
        if (starting && owned) {
            return new Stay();
        }
        boolean again = switch (policy.name()) {
            case "always" -> starting || !state.byHand();
            case "unless-stopped" -> !state.byHand();
            case "on-failure" ->
                !state.byHand()
                        && state.exitCode() != 0
                        && (policy.maximumRetryCount() == 0 || state.attempts() < policy.maximumRetryCount());
            default -> false;
        };
        if (!again) {
            return new Stay();
        }
        return new Again(starting ? Duration.ZERO : pause(policy.pace(), failures, backoff));
    }

    private static Duration pause(@Nullable RestartPace pace, int failures, Backoff backoff) {
        return pace != null && pace.delay() != null
                ? Duration.ofNanos(pace.delay())
                : backoff.after(Math.max(1, failures));
    }

    /** Whether a run of {@code ran} makes the attempts before it forgotten. */
    static boolean forgives(RestartPolicy policy, Duration ran) {
        RestartPace pace = policy.pace();
        return pace != null && pace.window() != null && ran.toNanos() >= pace.window();
    }
}
