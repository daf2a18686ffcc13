package dev.jcompose.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.api.stack.StackOrigin;
import dev.jcompose.api.stack.StackRequest;
import dev.jcompose.cli.project.ProjectSettings;
import dev.jcompose.cli.project.ProjectSource;
import dev.jcompose.compose.load.LoadOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The stack files of one call, loaded: the resolved model on its way to the daemon, and where it came from.
 *
 * @param disabled services that no profile enables; they are not in the model
 * @param values of secrets and configs from the caller's environment, as {@code secrets/KEY} and {@code configs/KEY}
 * @param variables the caller's, those of the project's {@code .env}, and its name
 * @param folder what paths are taken from that the model has left relative
 * @param origin whose stack it is: of one from elsewhere, that of the folder where the user has it
 */
public record Project(
        String name,
        JsonNode model,
        List<String> disabled,
        Map<String, String> values,
        Map<String, String> variables,
        String folder,
        StackOrigin origin) {

    static final String NAME_VARIABLE = "COMPOSE_PROJECT_NAME";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]*");

    /** Loads what -f, or the folder, names. */
    public static Project load(Invocation at) {
        return load(at, List.of());
    }

    /**
     * As {@link #load(Invocation)}; a service that is named is there whatever profile it is for. Nothing of it is started: what only
     * a start needs may be missing.
     */
    public static Project load(Invocation at, List<String> services) {
        return load(at, services, LoadOptions.DEFAULT.withStarted(List.of()), brought -> {});
    }

    /** As {@link #loadToStart}, for who only says what would be started. */
    public static Project loadToPlan(Invocation at, List<String> services) {
        return load(at, services, starting(services), brought -> {});
    }

    private static LoadOptions starting(List<String> services) {
        return services.isEmpty() ? LoadOptions.DEFAULT : LoadOptions.DEFAULT.withStarted(services);
    }

    /**
     * As {@link #load(Invocation, List)}, for who starts what it loads.
     *
     * @param yes whether no question is asked where stack files from elsewhere would do more to this host than run containers
     */
    public static Project loadToStart(Invocation at, List<String> services, boolean yes) {
        return load(at, services, starting(services), brought -> {
            if (!yes) {
                agree(brought, at);
            }
        });
    }

    private static Project load(
            Invocation at, List<String> services, LoadOptions options, Consumer<List<String>> asking) {
        ProjectSettings settings = ProjectSettings.of(at);
        ProjectSource source = new ProjectSource(settings);
        var project = source.require(source.load(options), at.err());
        Set<String> profiles = new LinkedHashSet<>();
        for (String service : services) {
            var disabled = project.disabled().mapping(service);
            if (disabled != null && !project.services().containsKey(service)) {
                JsonNode names = json(dev.jcompose.compose.output.JsonWriter.plain(disabled))
                        .path("profiles");
                names.forEach(profile -> profiles.add(profile.asText()));
            }
        }
        if (!profiles.isEmpty()) {
            profiles.addAll(source.surroundings().profiles());
            profiles.remove("");
            source = new ProjectSource(settings.withProfiles(List.copyOf(profiles)));
            project = source.require(source.load(options), at.err());
        }
        at.positions().of(project.tree(), at.cwd(), source::withAddresses);
        asking.accept(source.brought(project));
        JsonNode model = json(project.toJson());
        DefaultPlatform.addTo(model, project.environment());
        ProxySettings.addTo(model, new DockerConfig(at.env()).read(), Daemon.address(at));
        return new Project(
                project.name(),
                model,
                project.disabled().keys(),
                project.values(),
                project.environment(),
                project.workingDirectory(),
                new StackOrigin(source.surroundings().folder(), project.files(), Daemon.isLocal(at)));
    }

    private static void agree(List<String> brought, Invocation at) {
        if (brought.isEmpty()) {
            return;
        }
        String question = "The stack files that were fetched bring more than containers:\n  "
                + String.join("\n  ", brought) + "\nGo on?";
        try {
            if (!Question.agreed(at, question, "-y")) {
                throw EngineException.conflict("Nothing was changed.");
            }
        } catch (IOException e) {
            throw EngineException.unavailable("the answer cannot be read: " + e.getMessage(), e);
        }
    }

    /** As it is told to the daemon, without the contents of files. */
    public StackRequest bare() {
        return new StackRequest(model, origin, Map.of(), List.of(), ApplyOptions.NONE, Map.of(), Map.of(), null);
    }

    private static JsonNode json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    /** Whether the command line names a project without its files. */
    static boolean isByNameAlone(Invocation at) {
        String given = at.globals().projectName();
        return given != null && !given.isEmpty() && at.globals().files().isEmpty();
    }

    /** The name that -p or COMPOSE_PROJECT_NAME gives; null where the files have to. */
    static @Nullable String namedBy(Invocation at) {
        String given = at.globals().projectName();
        @Nullable String name = given != null ? given : at.env().get(NAME_VARIABLE);
        if (name == null || name.isEmpty()) {
            return null;
        }
        if (!NAME.matcher(name).matches()) {
            throw EngineException.invalid("invalid project name \"" + name
                    + "\": it consists of lowercase letters, digits, - and _, and begins with a letter or a digit");
        }
        return name;
    }

    /** Null where the command line names the project alone, or COMPOSE_PROJECT_NAME stands for files that cannot be read. */
    static @Nullable Project loadIfAny(Invocation at) {
        try {
            return isByNameAlone(at) ? null : load(at);
        } catch (EngineException e) {
            if (at.globals().projectName() == null && at.globals().files().isEmpty()) {
                return null;
            }
            throw e;
        }
    }

    /** The same with another model. */
    public Project withModel(JsonNode other) {
        return new Project(name, other, disabled, values, variables, folder, origin);
    }

    public List<String> services() {
        List<String> names = new ArrayList<>();
        model.path("services").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** How many containers a service is to have; none where a provider has it. */
    int replicas(String name) {
        JsonNode service = service(name);
        if (service.hasNonNull("provider")) {
            return 0;
        }
        return service.path("scale")
                .asInt(service.path("deploy").path("replicas").asInt(1));
    }

    /** Its resolved section. Throws NOT_FOUND naming the services that there are. */
    public JsonNode service(String name) {
        JsonNode service = model.path("services").path(name);
        if (service.isMissingNode()) {
            throw EngineException.notFound(
                    "no such service: " + name + ". " + this.name + " has " + String.join(", ", services()));
        }
        return service;
    }
}
