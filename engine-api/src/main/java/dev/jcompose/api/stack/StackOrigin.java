package dev.jcompose.api.stack;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * Where a stack's files lie on the machine of its user. Two origins with another folder are two owners.
 *
 * @param local whether that machine is the daemon's, so that secrets and configs of files can stay live in containers
 */
@JsonNaming(LowerCamelCaseStrategy.class)
public record StackOrigin(String workingDir, List<String> configFiles, boolean local) {}
