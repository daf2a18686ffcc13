package dev.jcompose.cli.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.stack.StackDetail;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Project;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.WarmCommands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The language models of a project, which Docker's plugin {@code docker-model} has and serves. */
public final class Models {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Where the plugin serves them, kept with the stack, for plans, which run nothing. */
    private static final String KEPT = "x-jcompose-models";

    private final Path plugin;
    private final Project project;
    private final Invocation at;

    private Models(Project project, Invocation at) {
        this.project = project;
        this.at = at;
        this.plugin = new PluginPath(project.variables(), at.cwd())
                .plugin("model")
                .orElseThrow(() -> new EngineException(
                        ErrorKind.NOT_SUPPORTED,
                        "models: they need the plugin docker-model of Docker's command line, which is in none of its"
                                + " folders: install it, or leave models out"));
    }

    /**
     * Has the plugin pull and configure what the project names.
     *
     * @return the project with the address and the name of its models in the services that use them
     * @throws EngineException NOT_SUPPORTED without the plugin, UNAVAILABLE with its words where it fails
     */
    public static Project up(Project project, Stack stack) {
        if (project.model().path("models").isEmpty()) {
            return project;
        }
        WarmCommands.needOwnProcess();
        Models models = new Models(project, stack.at());
        Set<String> there = new HashSet<>();
        models.json("ls", "--json").forEach(each -> each.path("tags").forEach(tag -> there.add(tag.asText())));
        project.model().path("models").properties().forEach(each -> {
            JsonNode model = each.getValue();
            models.configure(model.path("name").asText(each.getKey()), model, there);
        });
        return models.named(models.json("status", "--json").path("endpoint").asText());
    }

    /** The project as the plugin was asked at the last {@code up}; runs nothing. */
    public static Project asKept(Project project, Stack stack) {
        if (project.model().path("models").isEmpty()) {
            return project;
        }
        StackDetail known = stack.known();
        String endpoint =
                known == null ? "" : known.project().path(KEPT).path("endpoint").asText("");
        return new Models(project, stack.at()).named(endpoint);
    }

    /** @param name what it is called before the user */
    private void configure(String name, JsonNode model, Set<String> there) {
        String image = model.path("model").asText();
        if (!there.contains(image)) {
            say(name, "Pulling");
            run("pull", image);
            say(name, "Pulled");
        }
        List<String> words = new ArrayList<>(List.of("configure"));
        if (model.path("context_size").asLong() > 0) {
            words.addAll(List.of("--context-size", model.path("context_size").asText()));
        }
        words.add(image);
        if (!model.path("runtime_flags").isEmpty()) {
            words.add("--");
            model.path("runtime_flags").forEach(flag -> words.add(flag.asText()));
        }
        run(words.toArray(String[]::new));
        say(name, "Configured");
    }

    private Project named(String endpoint) {
        ObjectNode model = project.model().deepCopy();
        model.putObject(KEPT).put("endpoint", endpoint);
        for (JsonNode service : model.path("services")) {
            service.path("models").properties().forEach(use -> {
                String prefix = use.getKey().toUpperCase(Locale.ROOT).replace('-', '_');
                set(
                        service,
                        use.getValue().path("model_var").asText(prefix + "_MODEL"),
                        model.path("models").path(use.getKey()).path("model").asText());
                if (!endpoint.isEmpty()) {
                    set(service, use.getValue().path("endpoint_var").asText(prefix + "_URL"), endpoint);
                }
            });
        }
        return project.withModel(model);
    }

    private static void set(JsonNode service, String variable, String value) {
        ObjectNode owner = (ObjectNode) service;
        ObjectNode there = owner.get("environment") instanceof ObjectNode some ? some : owner.putObject("environment");
        there.put(variable, value);
    }

    private JsonNode json(String... words) {
        try {
            return JSON.readTree(run(words));
        } catch (IOException e) {
            throw failed(words, "prints what is no JSON: " + e.getMessage());
        }
    }

    private String run(String... words) {
        List<String> command = new ArrayList<>(List.of(plugin.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(at.cwd().toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(project.variables());
        try {
            Process process = builder.start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw failed(words, "ended with exit code " + code + ": " + answer.strip());
            }
            return answer;
        } catch (IOException e) {
            throw failed(words, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(words, "interrupted");
        }
    }

    private static EngineException failed(String[] words, String why) {
        return EngineException.unavailable("models: `docker-model " + String.join(" ", words) + "` " + why, null);
    }

    private void say(String model, String text) {
        if (!at.globals().progress().equals("quiet")) {
            at.err().println(" " + model + "  " + text);
        }
    }
}
