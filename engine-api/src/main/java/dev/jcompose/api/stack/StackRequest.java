package dev.jcompose.api.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.jcompose.api.system.AuthConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code plan} and {@code apply}.
 *
 * @param project the resolved model as {@code config --format json} prints it, without services that no profile enables
 * @param files contents that the caller read as its user: {@code secrets/NAME} and {@code configs/NAME}
 * @param services the selection; empty: all. Their dependencies come with them unless {@code options.noDeps}
 * @param contexts service, or {@code service/NAME} for an additional context → id of a build context put before
 * @param logins registry → login, for pulls and the base images of builds; held no longer than the request, by whichever daemon ends it
 * @param expect the digest of a plan seen before: the request is refused where the plan has become another one
 */
@JsonNaming(LowerCamelCaseStrategy.class)
public record StackRequest(
        JsonNode project,
        StackOrigin origin,
        Map<String, byte[]> files,
        List<String> services,
        ApplyOptions options,
        Map<String, String> contexts,
        Map<String, AuthConfig> logins,
        @Nullable String expect) {

    /** The same with every question answered by yes. */
    public StackRequest agreed() {
        return new StackRequest(project, origin, files, services, options.agreed(), contexts, logins, expect);
    }
}
