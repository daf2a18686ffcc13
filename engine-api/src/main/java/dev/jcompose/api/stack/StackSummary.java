package dev.jcompose.api.stack;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/** A line of {@code GET /stacks}; the status is {@code running(2), exited(1)} as Compose prints it. */
@JsonNaming(LowerCamelCaseStrategy.class)
public record StackSummary(String name, String status, StackOrigin origin) {}
