package dev.jcompose.scheduler.desired;

import dev.jcompose.api.container.RestartPace;
import dev.jcompose.api.container.RestartPolicy;
import dev.jcompose.api.error.EngineException;
import org.jspecify.annotations.Nullable;

/** When a service's containers start again by themselves: {@code deploy.restart_policy}, or {@code restart} without one. */
final class Restarts {
    private Restarts() {}

    /**
     * What has no effect on the policy is not read, and so refused: a number of attempts for what restarts for ever.
     *
     * @param where path of the service
     */
    static RestartPolicy of(String where, Fields service) {
        Fields deploy = service.at("deploy");
        if (deploy.has("restart_policy")) {
            return ofDeploy(where, deploy);
        }
        String restart = service.text("restart");
        int colon = restart.indexOf(':');
        return colon < 0
                ? restart.isEmpty() ? RestartPolicy.NO : new RestartPolicy(restart, 0)
                : new RestartPolicy(restart.substring(0, colon), Integer.parseInt(restart.substring(colon + 1)));
    }

    private static RestartPolicy ofDeploy(String where, Fields deploy) {
        Fields policy = deploy.at("restart_policy");
        String condition = policy.text("condition");
        return switch (condition) {
            case "", "any", "always" ->
                // A job that has done its work is done.
                deploy.text("mode").endsWith("job") ? onFailure(policy) : new RestartPolicy("always", 0, pace(policy));
            case "on-failure" -> onFailure(policy);
            case "unless-stopped" -> new RestartPolicy("unless-stopped", 0, pace(policy));
            case "none", "no" -> RestartPolicy.NO;
            default ->
                throw EngineException.invalid(
                        where + ".deploy.restart_policy.condition is " + condition + ": use none, on-failure or any");
        };
    }

    private static RestartPolicy onFailure(Fields policy) {
        return new RestartPolicy("on-failure", (int) policy.number("max_attempts"), pace(policy));
    }

    private static @Nullable RestartPace pace(Fields policy) {
        Long delay = policy.durationOrNull("delay");
        Long window = policy.durationOrNull("window");
        return delay == null && window == null ? null : new RestartPace(delay, window);
    }
}
