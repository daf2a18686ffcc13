package dev.jcompose.cli.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.stack.StackDetail;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Project;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.WarmCommands;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The services of a project that have a {@code provider}, and what their programs let the others know. */
public final class Providers {
    /** Variables by provider's service, kept with the stack, for plans, which run nothing. */
    private static final String KEPT = "x-jcompose-provided";

    private final JsonNode services;
    private final String project;
    private final Invocation at;
    private final Map<String, String> env;

    private Providers(String project, JsonNode model, Map<String, String> env, Invocation at) {
        this.services = model.path("services");
        this.project = project;
        this.env = env;
        this.at = at;
    }

    /** Whether the project has any. */
    public static boolean in(JsonNode model) {
        for (JsonNode service : model.path("services")) {
            if (service.hasNonNull("provider")) {
                return true;
            }
        }
        return false;
    }

    /**
     * Brings up those that are chosen, in the order of their dependencies.
     *
     * @param chosen services that are to come up
     * @return the project with the variables that they gave to their dependents
     * @throws EngineException for a program that is missing or fails, at the place of the provider
     */
    public static Project up(Project project, Stack stack, Collection<String> chosen) {
        if (!in(project.model())) {
            return project;
        }
        WarmCommands.needOwnProcess();
        Providers providers = new Providers(project.name(), project.model(), project.variables(), stack.at());
        Map<String, Map<String, String>> given = kept(stack);
        for (String service : providers.ordered(chosen)) {
            given.put(service, providers.run("up", service, "Creating", "Created"));
        }
        return with(project, given, stack.at());
    }

    /** The project with the variables that its providers gave at the last {@code up}; runs nothing. */
    public static Project asKept(Project project, Stack stack) {
        return in(project.model()) ? with(project, kept(stack), stack.at()) : project;
    }

    /** Before anything ends: a command in the daemon's process goes back to the caller's where {@link #end} runs programs. */
    public static void mayEnd(@Nullable StackDetail stack, Invocation at) {
        if (stack != null && in(stack.project()) && !at.globals().dryRun()) {
            WarmCommands.needOwnProcess();
        }
    }

    /**
     * Has those of a stack stop, or release what they have; the last ones first. What they then say of variables has no
     * meaning any more. Nothing in a dry run.
     *
     * @param command {@code stop} or {@code down}
     * @param known what the daemon has of the stack
     * @param chosen services; empty: all
     */
    public static void end(String command, Stack stack, @Nullable StackDetail known, Collection<String> chosen) {
        Invocation at = stack.at();
        if (known == null || !in(known.project()) || at.globals().dryRun()) {
            return;
        }
        Providers providers = new Providers(known.name(), known.project(), stack.variables(), at);
        Collection<String> all = new ArrayList<>();
        providers.services.fieldNames().forEachRemaining(all::add);
        List<String> ordered = providers.ordered(chosen.isEmpty() ? all : chosen);
        for (String service : ordered.reversed()) {
            if (command.equals("stop")) {
                providers.run("stop", service, "Stopping", "Stopped");
            } else {
                providers.run("down", service, "Removing", "Removed");
            }
        }
    }

    private static Map<String, Map<String, String>> kept(Stack stack) {
        Map<String, Map<String, String>> kept = new LinkedHashMap<>();
        StackDetail known = stack.known();
        if (known != null) {
            known.project().path(KEPT).properties().forEach(service -> {
                Map<String, String> variables = new LinkedHashMap<>();
                service.getValue()
                        .properties()
                        .forEach(each ->
                                variables.put(each.getKey(), each.getValue().asText()));
                kept.put(service.getKey(), variables);
            });
        }
        return kept;
    }

    private static Project with(Project project, Map<String, Map<String, String>> given, Invocation at) {
        ObjectNode model = project.model().deepCopy();
        ObjectNode kept = model.putObject(KEPT);
        given.forEach((provider, variables) -> {
            if (model.path("services").path(provider).hasNonNull("provider")) {
                ObjectNode each = kept.putObject(provider);
                variables.forEach(each::put);
            }
        });
        for (Map.Entry<String, JsonNode> entry : model.path("services").properties()) {
            ObjectNode service = (ObjectNode) entry.getValue();
            for (String on : names(service.path("depends_on"))) {
                set(service, entry.getKey(), kept.path(on), on, at);
            }
        }
        return project.withModel(model);
    }

    private static void set(ObjectNode service, String name, JsonNode variables, String provider, Invocation at) {
        if (variables.isEmpty()) {
            return;
        }
        ObjectNode there =
                service.get("environment") instanceof ObjectNode some ? some : service.putObject("environment");
        variables.properties().forEach(variable -> {
            JsonNode own = there.get(variable.getKey());
            if (own != null && !own.equals(variable.getValue())) {
                at.err()
                        .println("warning: provider \"" + provider + "\" overrides environment variable \""
                                + variable.getKey() + "\" in service \"" + name + "\"");
            }
            there.set(variable.getKey(), variable.getValue());
        });
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Of these services, those with a provider; each after the providers that it depends on. */
    private List<String> ordered(Collection<String> chosen) {
        Set<String> ordered = new LinkedHashSet<>();
        chosen.forEach(service -> visit(service, ordered));
        ordered.retainAll(Set.copyOf(chosen));
        return List.copyOf(ordered);
    }

    private void visit(String name, Set<String> ordered) {
        JsonNode service = services.path(name);
        if (!service.hasNonNull("provider") || ordered.contains(name)) {
            return;
        }
        for (String on : names(service.path("depends_on"))) {
            if (!services.path(on).hasNonNull("provider")) {
                throw EngineException.invalid("services." + name
                        + ".depends_on: a provider is run before any container is" + " made, so it cannot wait for "
                        + on + ": leave it out, or let " + on + " wait for " + name);
            }
            visit(on, ordered);
        }
        ordered.add(name);
    }

    private Map<String, String> run(String command, String service, String going, String done) {
        JsonNode provider = services.path(service).path("provider");
        String where = "services." + service + ".provider";
        ProviderProgram program =
                ProviderProgram.find(where, provider.path("type").asText(), new PluginPath(env, at.cwd()));
        Metadata metadata = program.metadata();
        if (command.equals("stop") && !metadata.stops()) {
            return Map.of();
        }
        List<String> options = metadata.arguments(where, command, options(provider.path("options")));
        say(service, going);
        Map<String, String> variables = program.run(project, command, options, service, text -> say(service, text));
        say(service, done);
        return variables;
    }

    private void say(String service, String text) {
        if (!at.globals().progress().equals("quiet")) {
            at.err().println(" " + service + "  " + text);
        }
    }

    private static Map<String, List<String>> options(JsonNode node) {
        Map<String, List<String>> options = new LinkedHashMap<>();
        node.properties().forEach(option -> {
            List<String> values = new ArrayList<>();
            if (option.getValue().isArray()) {
                option.getValue().forEach(value -> values.add(value.asText()));
            } else {
                values.add(option.getValue().asText());
            }
            options.put(option.getKey(), values);
        });
        return options;
    }
}
