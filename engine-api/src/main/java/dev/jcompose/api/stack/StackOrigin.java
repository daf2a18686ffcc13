package dev.jcompose.api.stack;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/** Where a stack's files lie on the machine of its user. Two origins with another folder are two owners. */
@JsonNaming(LowerCamelCaseStrategy.class)
public record StackOrigin(String workingDir, List<String> configFiles) {}
