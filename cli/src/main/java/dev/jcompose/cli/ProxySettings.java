package dev.jcompose.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * {@code proxies} of {@link DockerConfig}: variables that every container and every build gets, in upper and lower case, where
 * the stack file does not set them itself.
 */
final class ProxySettings {
    private static final Map<String, String> VARIABLES = Map.of(
            "httpProxy", "HTTP_PROXY",
            "httpsProxy", "HTTPS_PROXY",
            "noProxy", "NO_PROXY",
            "ftpProxy", "FTP_PROXY",
            "allProxy", "ALL_PROXY");

    private ProxySettings() {}

    /**
     * Adds them to every service of the model and to its build.
     *
     * @param config the caller's file
     * @param daemon address of the daemon, under which the file may have settings of its own
     */
    static void addTo(JsonNode model, ObjectNode config, String daemon) {
        JsonNode proxies = config.path("proxies");
        Map<String, String> variables = variables(proxies.has(daemon) ? proxies.get(daemon) : proxies.path("default"));
        if (variables.isEmpty()) {
            return;
        }
        for (JsonNode service : model.path("services")) {
            add(variables, (ObjectNode) service, "environment");
            if (service.get("build") instanceof ObjectNode build) {
                add(variables, build, "args");
            }
        }
    }

    private static Map<String, String> variables(JsonNode settings) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (var setting : settings.properties()) {
            String name = VARIABLES.get(setting.getKey());
            if (name != null && !setting.getValue().asText("").isEmpty()) {
                variables.put(name, setting.getValue().asText());
                variables.put(name.toLowerCase(Locale.ROOT), setting.getValue().asText());
            }
        }
        return variables;
    }

    private static void add(Map<String, String> variables, ObjectNode owner, String member) {
        ObjectNode there = owner.get(member) instanceof ObjectNode some ? some : owner.putObject(member);
        variables.forEach((name, value) -> {
            if (!there.has(name)) {
                there.put(name, value);
            }
        });
    }
}
