package dev.jcompose.api.stack;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.jcompose.api.system.AuthConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code start}, {@code stop}, {@code restart}, {@code kill}, {@code pause}, {@code unpause}, {@code rm},
 * {@code create} and {@code scale}; each takes what concerns it.
 *
 * @param services empty: all
 * @param signal of kill; empty: SIGKILL
 * @param stop rm: stop running containers first
 * @param volumes rm: anonymous volumes too
 * @param scale service → replicas
 * @param logins registry → login, for what scale and create pull
 * @param disabled services of the stack file that no profile enables: their containers are no orphans
 */
@JsonNaming(LowerCamelCaseStrategy.class)
public record ServiceAction(
        List<String> services,
        @Nullable Integer timeout,
        String signal,
        boolean noDeps,
        boolean stop,
        boolean volumes,
        boolean removeOrphans,
        Map<String, Integer> scale,
        Map<String, AuthConfig> logins,
        List<String> disabled) {

    public ServiceAction(
            List<String> services,
            @Nullable Integer timeout,
            String signal,
            boolean noDeps,
            boolean stop,
            boolean volumes,
            boolean removeOrphans,
            Map<String, Integer> scale) {
        this(services, timeout, signal, noDeps, stop, volumes, removeOrphans, scale, Map.of(), List.of());
    }

    /** The same of other services. */
    public ServiceAction about(List<String> others) {
        return new ServiceAction(
                others, timeout, signal, noDeps, stop, volumes, removeOrphans, scale, logins, disabled);
    }

    public ServiceAction with(Map<String, AuthConfig> others) {
        return new ServiceAction(
                services, timeout, signal, noDeps, stop, volumes, removeOrphans, scale, others, disabled);
    }
}
