package dev.jcompose.cli.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.error.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a program says of itself: {@code TYPE compose metadata}. A missing node where it says nothing. */
record Metadata(JsonNode node) {

    boolean isEmpty() {
        return node.path("description").asText("").isEmpty()
                && !node.path("up").path("parameters").isArray()
                && !node.path("down").path("parameters").isArray();
    }

    /** {@code stop} is asked only of those that offer it. */
    boolean stops() {
        return node.hasNonNull("stop");
    }

    /**
     * The options that a command understands, as {@code --name=value}; all where the program does not say.
     *
     * @throws EngineException INVALID where one is missing that the command requires
     */
    List<String> arguments(String where, String command, Map<String, List<String>> options) {
        JsonNode parameters = node.path(command).path("parameters");
        List<String> known = new ArrayList<>();
        for (JsonNode parameter : parameters) {
            String name = parameter.path("name").asText();
            known.add(name);
            if (parameter.path("required").asBoolean() && !options.containsKey(name) && !isEmpty()) {
                throw EngineException.invalid(
                        where + ".options: " + name + " is missing, which `" + command + "` of this provider requires");
            }
        }
        List<String> arguments = new ArrayList<>();
        options.forEach((name, values) -> {
            if (isEmpty() || known.contains(name)) {
                values.forEach(value -> arguments.add("--" + name + "=" + value));
            }
        });
        return arguments;
    }
}
