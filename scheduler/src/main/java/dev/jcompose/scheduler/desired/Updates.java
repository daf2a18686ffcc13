package dev.jcompose.scheduler.desired;

import dev.jcompose.api.error.EngineException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a service changes from one form to another.
 *
 * @param update null: all its containers at once, as Compose does
 * @param rollback how it goes back
 * @param patience how long a new container may take until it is ready
 */
public record Updates(@Nullable Rollout update, Rollout rollback, Duration patience) {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** A second container cannot have them while the first one has. */
    private static final List<String> ONLY_ONE_HAS = List.of("ipv4_address", "ipv6_address", "mac_address");

    /** @param where path of the service */
    static Updates of(String where, Fields service) {
        Fields deploy = service.at("deploy");
        Rollout update = deploy.has("update_config")
                ? Rollout.of(where + ".deploy.update_config", deploy.at("update_config"), false)
                : null;
        Rollout rollback = deploy.has("rollback_config")
                ? Rollout.of(where + ".deploy.rollback_config", deploy.at("rollback_config"), true)
                : Rollout.DEFAULT;
        if (rollback.startFirst() || (update != null && update.startFirst())) {
            checkTwoAtOnce(where, service);
        }
        Duration startPeriod = Duration.ofNanos(service.at("healthcheck").duration("start_period"));
        return new Updates(update, rollback, PATIENCE.plus(startPeriod));
    }

    private static void checkTwoAtOnce(String where, Fields service) {
        service.entries("networks").forEach((name, joined) -> {
            for (String key : ONLY_ONE_HAS) {
                if (joined.has(key)) {
                    throw EngineException.invalid(
                            where + ".networks." + name + "." + key
                                    + ": the old and the new container cannot both have it: use deploy.update_config.order stop-first");
                }
            }
        });
        if (service.has("mac_address")) {
            throw EngineException.invalid(
                    where
                            + ".mac_address: the old and the new container cannot both have it: use deploy.update_config.order stop-first");
        }
    }
}
