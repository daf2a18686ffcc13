package dev.jcompose.scheduler.manager;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.api.stack.DownRequest;
import dev.jcompose.api.stack.StackOrigin;
import java.util.List;
import java.util.Map;
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
     */
    record Activity(
            String verb,
            String id,
            List<String> services,
            ApplyOptions options,
            @Nullable DownRequest down) {}

    StackRecord with(@Nullable Activity other) {
        return new StackRecord(name, origin, project, fingerprints, other);
    }
}
