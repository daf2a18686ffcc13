package dev.jcompose.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jcompose.api.error.EngineException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** {@code DOCKER_DEFAULT_PLATFORM}: the platform of services that name none, and of all that are built, as in Compose. */
final class DefaultPlatform {
    private static final String VARIABLE = "DOCKER_DEFAULT_PLATFORM";

    private DefaultPlatform() {}

    /** Gives it to the services of the model. */
    static void addTo(JsonNode model, Map<String, String> variables) {
        String platform = variables.getOrDefault(VARIABLE, "");
        if (platform.isEmpty()) {
            return;
        }
        for (JsonNode each : model.path("services")) {
            ObjectNode service = (ObjectNode) each;
            boolean unset = service.path("platform").asText("").isEmpty();
            if (!service.hasNonNull("provider") && (unset || service.hasNonNull("build"))) {
                service.put("platform", platform);
            }
        }
    }

    /** Refuses a service whose build is for other platforms. */
    static void requireBuildable(Project project, List<String> services) {
        String platform = project.variables().getOrDefault(VARIABLE, "");
        for (String name : platform.isEmpty() ? List.<String>of() : services) {
            JsonNode platforms = project.service(name).path("build").path("platforms");
            if (!platforms.isEmpty() && texts(platforms).noneMatch(platform::equals)) {
                throw EngineException.invalid("services." + name + ".build.platforms has no " + platform + ", which "
                        + VARIABLE + " asks for: it has "
                        + String.join(", ", texts(platforms).toList()));
            }
        }
    }

    private static Stream<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText);
    }
}
