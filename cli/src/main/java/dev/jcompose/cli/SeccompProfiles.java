package dev.jcompose.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.compose.load.SeccompOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Profiles that {@code security_opt: [seccomp=FILE]} names: as with Docker it is the client that reads them, and sends what they hold. */
final class SeccompProfiles {
    private SeccompProfiles() {}

    /** The project with the profiles in place of their names; itself where it names none. */
    static Project in(Project project) {
        if (project.model()
                .path("services")
                .valueStream()
                .noneMatch(service ->
                        service.path("security_opt").valueStream().anyMatch(option -> file(option) != null))) {
            return project;
        }
        ObjectNode model = project.model().deepCopy();
        for (var service : model.path("services").properties()) {
            if (service.getValue().get("security_opt") instanceof ArrayNode options) {
                for (int i = 0; i < options.size(); i++) {
                    String where = "services." + service.getKey() + ".security_opt[" + i + "]: ";
                    String file = file(options.get(i));
                    if (file != null) {
                        options.set(i, "seccomp=" + profile(project, where, file));
                    }
                }
            }
        }
        return project.withModel(model);
    }

    private static @Nullable String file(JsonNode option) {
        return SeccompOption.file(option.asText());
    }

    private static String profile(Project project, String where, String name) {
        Path file = Path.of(project.folder()).resolve(name).normalize();
        try {
            WarmCommands.needRoomFor(file);
            JsonNode read = Json.DOCKER.readTree(Files.readAllBytes(file));
            return read.toString();
        } catch (JsonProcessingException e) {
            throw EngineException.invalid(
                    where + file + " is no JSON, which a profile must be: " + e.getOriginalMessage());
        } catch (IOException e) {
            String why = Files.notExists(file)
                    ? " does not exist: name a profile in JSON, or unconfined"
                    : " cannot be read by you as a file";
            throw EngineException.notFound(where + file + why);
        }
    }
}
