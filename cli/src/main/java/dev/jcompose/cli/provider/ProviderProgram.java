package dev.jcompose.cli.provider;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A program that manages a service.
 *
 * @param where the provider stands in the stack file
 * @param type its name there
 * @param env of the project
 */
record ProviderProgram(String where, String type, Path file, Map<String, String> env, Path cwd) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws EngineException NOT_FOUND with the places that were searched */
    static ProviderProgram find(String where, String type, PluginPath path) {
        if (type.equals("compose")) {
            throw EngineException.invalid(where + ".type: 'compose' is not a valid provider type");
        }
        Path file = path.plugin(type)
                .or(() -> path.program(type))
                .orElseThrow(() -> EngineException.notFound(where + ".type: there is neither a plugin docker-" + type
                        + " of Docker's command line nor a program " + type + " in PATH"));
        return new ProviderProgram(where, type, file, path.env(), path.cwd());
    }

    /** Programs need not have it; what they print then does not matter. */
    Metadata metadata() {
        try {
            Process process = start(List.of("compose", "metadata"), ProcessBuilder.Redirect.DISCARD);
            byte[] answer = process.getInputStream().readAllBytes();
            return new Metadata(ended(process) == 0 ? JSON.readTree(answer) : MissingNode.getInstance());
        } catch (JsonParseException e) {
            return new Metadata(MissingNode.getInstance());
        } catch (IOException e) {
            throw failed("metadata", String.valueOf(e.getMessage()));
        }
    }

    /**
     * Runs a command and hears what it says.
     *
     * @param told takes what it says of its progress
     * @return variables for the services that depend on this one
     * @throws EngineException UNAVAILABLE with the program's own words
     */
    Map<String, String> run(
            String project, String command, List<String> options, String service, Consumer<String> told) {
        List<String> arguments = new ArrayList<>(List.of("compose", "--project-name=" + project, command));
        arguments.addAll(options);
        arguments.add(service);
        try {
            Process process = start(arguments, ProcessBuilder.Redirect.INHERIT);
            Map<String, String> variables;
            try (InputStream out = process.getInputStream()) {
                variables = heard(command, service, out, told);
            } catch (EngineException | IOException e) {
                process.destroy();
                throw e;
            }
            int code = ended(process);
            if (code != 0) {
                throw failed(command, "ended with exit code " + code);
            }
            return variables;
        } catch (IOException e) {
            throw failed(command, String.valueOf(e.getMessage()));
        }
    }

    private Map<String, String> heard(String command, String service, InputStream out, Consumer<String> told)
            throws IOException {
        Map<String, String> variables = new LinkedHashMap<>();
        try (MappingIterator<JsonNode> messages = JSON.readerFor(JsonNode.class).readValues(out)) {
            while (messages.hasNextValue()) {
                JsonNode message = messages.nextValue();
                String text = message.path("message").asText("");
                switch (message.path("type").asText("")) {
                    case "info" -> told.accept(text.lines().findFirst().orElse(""));
                    case "error" -> throw failed(command, text);
                    case "setenv" -> set(variables, service.toUpperCase(java.util.Locale.ROOT) + "_", command, text);
                    case "rawsetenv" -> set(variables, "", command, text);
                    case "debug" -> {} // for who writes the program
                    default -> throw failed(command, "says what nobody understands: " + message);
                }
            }
        } catch (JsonParseException e) {
            throw failed(command, "prints what is no JSON: " + e.getOriginalMessage());
        }
        return variables;
    }

    private void set(Map<String, String> variables, String prefix, String command, String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw failed(command, "sets a variable without a value: " + text);
        }
        variables.put(prefix + text.substring(0, equals), text.substring(equals + 1));
    }

    private Process start(List<String> arguments, ProcessBuilder.Redirect errors) throws IOException {
        List<String> command = new ArrayList<>(List.of(file.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(cwd.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectError(errors);
        builder.environment().clear();
        builder.environment().putAll(env);
        return builder.start();
    }

    private static int ended(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private EngineException failed(String command, String why) {
        return EngineException.unavailable(where + ": `" + type + " compose " + command + "`: " + why, null);
    }
}
