package dev.jcompose.api.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * {@code GET /stacks/{name}}.
 *
 * @param project the resolved model as it was last applied
 * @param activity what goes on at the moment ({@code apply}, {@code down}, ...), or empty
 */
@JsonNaming(LowerCamelCaseStrategy.class)
public record StackDetail(
        String name,
        StackOrigin origin,
        JsonNode project,
        String activity,
        List<StackContainer> containers,
        List<String> networks,
        List<String> volumes) {}
