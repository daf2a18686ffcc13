package dev.jcompose.scheduler.manager;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.api.stack.DownRequest;
import dev.jcompose.api.stack.ServiceAction;
import dev.jcompose.api.stack.StackOrigin;
import dev.jcompose.scheduler.desired.StackSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stack as the store keeps it.
 *
 * @param project the resolved model without contents of secrets
 * @param fingerprints {@code secrets/NAME} → fingerprint of the content that the vault has
 * @param activity what was asked for and has not ended: it goes on when the daemon is started again
 */
record StackRecord(
        String name,
        StackOrigin origin,
        JsonNode project,
        Map<String, String> fingerprints,
        @Nullable Activity activity) {

    /**
     * A request under way.
     *
     * @param id random; tasks name the request that made them by it
     * @param down only of a down
     * @param rollBack services whose update has failed: they go back to what they were, and nothing else is done
     * @param action only of what is asked of containers that are there: {@code stop}, {@code start}, ...
     */
    record Activity(
            String verb,
            String id,
            List<String> services,
            ApplyOptions options,
            @Nullable DownRequest down,
            @Nullable ServiceAction action,
            List<String> rollBack) {

        static Activity up(String verb, String id, List<String> services, ApplyOptions options) {
            return new Activity(verb, id, services, options, null, null, List.of());
        }

        static Activity down(String id, DownRequest request) {
            return new Activity("down", id, List.of(), ApplyOptions.NONE, request, null, List.of());
        }

        static Activity action(String verb, String id, ServiceAction request) {
            return new Activity(verb, id, request.services(), ApplyOptions.NONE, null, request, List.of());
        }

        Activity rollingBack(List<String> failed) {
            return new Activity(verb, id, services, options, down, action, failed);
        }

        /** The services that it names, or all. */
        Set<String> concerned(StackSpec spec) {
            return services.isEmpty() ? spec.services().keySet() : Set.copyOf(services);
        }
    }

    StackRecord with(@Nullable Activity other) {
        return new StackRecord(name, origin, project, fingerprints, other);
    }
}
