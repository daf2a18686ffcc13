package dev.jcompose.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jcompose.api.system.AuthConfig;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code use_api_socket}: the daemon's socket and the caller's logins inside a container. As with Docker it is the client that
 * makes a mount and a file of it; the logins go the way of secrets, so that they are on no disk in clear.
 */
final class ApiSocket {
    private static final String SOCKET = "/var/run/docker.sock";
    private static final String FOLDER = "/run/secrets/docker";
    /** No name that a stack file may give. */
    private static final String LOGINS = "#apisocket";

    private ApiSocket() {}

    /** The project with what its services need for it; itself where none asks. */
    static Project in(Project project, Invocation at) {
        if (askers(project.model()).findAny().isEmpty()) {
            return project;
        }
        ObjectNode model = project.model().deepCopy();
        String socket = Daemon.address(at).replaceFirst("^unix://", "");
        askers(model).forEach(service -> give((ObjectNode) service, socket));
        model.withObject("/secrets")
                .putObject(LOGINS)
                .put("name", project.name() + "_apisocket")
                .put("environment", "the caller's registry logins");
        Map<String, String> values = new LinkedHashMap<>(project.values());
        values.put("secrets/" + LOGINS, logins(new RegistryLogins(at).all()));
        return new Project(
                project.name(),
                model,
                project.disabled(),
                values,
                project.variables(),
                project.folder(),
                project.origin());
    }

    private static Stream<JsonNode> askers(JsonNode model) {
        return model.path("services")
                .valueStream()
                .filter(service -> service.path("use_api_socket").asBoolean());
    }

    private static void give(ObjectNode service, String socket) {
        array(service, "volumes")
                .addObject()
                .put("type", "bind")
                .put("source", socket)
                .put("target", SOCKET)
                .putObject("bind");
        array(service, "secrets").addObject().put("source", LOGINS).put("target", FOLDER + "/config.json");
        ObjectNode environment =
                service.get("environment") instanceof ObjectNode some ? some : service.putObject("environment");
        // Who sets it knows what they do.
        if (!environment.has("DOCKER_CONFIG")) {
            environment.put("DOCKER_CONFIG", FOLDER);
        }
    }

    private static ArrayNode array(ObjectNode service, String key) {
        return service.get(key) instanceof ArrayNode some ? some : service.putArray(key);
    }

    private static String logins(Map<String, AuthConfig> logins) {
        ObjectNode config = DockerConfig.JSON.createObjectNode();
        ObjectNode auths = config.putObject("auths");
        logins.forEach((registry, login) -> {
            String pair = login.username() + ":" + login.password();
            ObjectNode entry = auths.putObject(registry)
                    .put("auth", Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
            if (!login.identityToken().isEmpty()) {
                entry.put("identitytoken", login.identityToken());
            }
        });
        return config.toString();
    }
}
