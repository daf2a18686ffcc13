package dev.jcompose.api.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * The body of {@code run}: makes a one-off container of a service, not started. The outcome carries its id.
 *
 * @param stack as for {@code apply}; its options hold for the dependencies, which are started unless {@code noDeps}
 * @param overrides members of the resolved service that the command line replaces (command, entrypoint, environment, user,
 *     working_dir, tty, stdin_open, volumes, labels, ...)
 * @param name empty: {@code project-service-run-<12 hex digits>}
 * @param autoRemove the container goes when it ends
 * @param consoleSize rows and columns of the terminal that the process is to begin with; empty for none
 * @param servicePorts publish the service's ports; otherwise none but those of {@code overrides}
 */
@JsonNaming(LowerCamelCaseStrategy.class)
public record RunRequest(
        StackRequest stack,
        String service,
        JsonNode overrides,
        String name,
        boolean autoRemove,
        boolean servicePorts,
        boolean useAliases,
        List<Integer> consoleSize) {}
