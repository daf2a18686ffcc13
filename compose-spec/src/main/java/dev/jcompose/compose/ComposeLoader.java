package dev.jcompose.compose;

import dev.jcompose.compose.canonical.Normalisation;
import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.load.LoadOptions.Step;
import dev.jcompose.compose.load.ModelReader;
import dev.jcompose.compose.load.ProjectBinder;
import dev.jcompose.compose.load.StackFile;
import dev.jcompose.compose.model.Project;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.problem.Problems;
import dev.jcompose.compose.source.JsonReader;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stack files to projects.
 *
 * <pre>{@code
 * LoadRequest request = new LoadRequest(
 *         List.of(new StackFile("/srv/shop/compose.yaml", null)), "/srv/shop", "/srv/shop", System.getenv(), null, LoadOptions.DEFAULT);
 * Project project = ComposeLoader.load(request).orThrow();
 * project.services().get("web").ports();
 * }</pre>
 */
public final class ComposeLoader {
    private ComposeLoader() {}

    /** A project in which everything is exact, or all that is wrong with its files. */
    public static LoadResult<Project> load(LoadRequest request) {
        Problems problems = new Problems();
        Loaded loaded = read(request, request.environment(), problems);
        Project project = loaded == null
                ? null
                : new ProjectBinder(request.currentDirectory(), problems)
                        .bind(
                                loaded.model,
                                loaded.name,
                                request.workingDirectory(),
                                request.files().stream().map(StackFile::path).toList(),
                                loaded.environment,
                                request.options());
        return new LoadResult<>(problems.refused() ? null : project, problems.list());
    }

    /**
     * The canonical model alone, for who wants it before its variables are replaced or its values exact. As in Compose the
     * environment gives it no values.
     */
    public static LoadResult<Mapping> model(LoadRequest request) {
        Problems problems = new Problems();
        Loaded loaded = read(request, Map.of(), problems);
        return new LoadResult<>(problems.refused() || loaded == null ? null : loaded.model, problems.list());
    }

    /**
     * The project that {@link Project#toJson} wrote.
     *
     * @throws IllegalArgumentException where the text is no JSON object
     * @throws ComposeException where a value is not of its type
     */
    public static Project resolved(String json) {
        if (!(JsonReader.read("project.json", json) instanceof Mapping tree)) {
            throw new IllegalArgumentException("a resolved project is a JSON object");
        }
        Problems problems = new Problems();
        Project project = new ProjectBinder("/", problems).rebind(tree);
        return new LoadResult<>(problems.refused() ? null : project, problems.list()).orThrow();
    }

    /** What the schema says where it is asked. */
    private static void servicesAreMappings(Mapping model, Problems problems) {
        Mapping services = model.mapping("services");
        if (services != null) {
            for (Mapping.Entry entry : services.entries()) {
                if (!(entry.value() instanceof Mapping) && !entry.value().isNull()) {
                    problems.error(
                            "wrong-type", entry.position(), "services.%s: must be a mapping".formatted(entry.key()));
                }
            }
        }
    }

    private record Loaded(Mapping model, Scalar name, Map<String, String> environment) {}

    /** The phases in their order; each file goes through its own in {@link ModelReader}. */
    private static @Nullable Loaded read(LoadRequest request, Map<String, String> given, Problems problems) {
        ModelReader reader = new ModelReader(request.options().room(), problems, request.remote());
        LoadOptions options = request.options();
        Scalar name = new ProjectNames(request, problems).choose(reader);
        Map<String, String> environment = new HashMap<>(given);
        environment.put(ProjectNames.VARIABLE, name.text());
        Mapping model = reader.readProject(
                request.files(),
                request.workingDirectory(),
                request.environment().get("HOME"),
                environment,
                options);
        if (model.isEmpty() && !problems.refused()) {
            problems.error("empty", new Position(request.files().getFirst().name(), 0, 0), "empty compose file");
            return null;
        }
        if (options.does(Step.VALIDATE) && name.text().isEmpty()) {
            problems.error("project-name", Position.NOWHERE, "project name must not be empty");
        }
        if (options.does(Step.NORMALISE)) {
            servicesAreMappings(model, problems);
            model = new Normalisation(name, environment).normalise(model);
        }
        return new Loaded(model, name, environment);
    }
}
