package dev.jcompose.api.stack;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/** The answer of {@code GET /info}; the instance is the data root's six hex digits, part of every kernel object's name. */
@JsonNaming(LowerCamelCaseStrategy.class)
public record StackInfo(String version, String instance, String dataRoot, String runRoot) {}
