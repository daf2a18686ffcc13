package dev.jcompose.compose.load;

import dev.jcompose.compose.bind.ComposeTypes;
import dev.jcompose.compose.canonical.EnvironmentValues;
import dev.jcompose.compose.load.LoadOptions.Step;
import dev.jcompose.compose.model.Project;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Path;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.problem.Problems;
import dev.jcompose.compose.validate.Consistency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A canonical model to a project: exact values, the services that take part, and their environment. */
public final class ProjectBinder {
    private final String currentDirectory;
    private final Problems problems;

    /**
     * Binds what one load read.
     *
     * @param currentDirectory what paths that were left relative are read from
     */
    public ProjectBinder(String currentDirectory, Problems problems) {
        this.currentDirectory = currentDirectory;
        this.problems = problems;
    }

    /**
     * Gives the project of a model.
     *
     * @param name of the project, which the model's own gives way to
     */
    public Project bind(
            Mapping model,
            Scalar name,
            String workingDirectory,
            List<String> files,
            Map<String, String> environment,
            LoadOptions options) {
        Map<String, String> values = new HashMap<>();
        Mapping named = model.with("name", name);
        Mapping tree = exact(withoutValues(named, values));
        Mapping none = Mapping.empty(tree.origin());
        Project project = new Project(tree, none, workingDirectory, files, environment, values);
        Selection selection = new Selection(problems);
        project = selection.byProfiles(project, options.profiles());
        if (options.does(Step.CHECK_CONSISTENCY)) {
            if (!problems.incomplete()) {
                new Consistency(project, problems).check();
            }
            project = scaled(project);
        }
        project = resolved(project, options);
        project = selection.byNames(project, options.services(), options.profiles());
        if (!options.allResources()) {
            project = Selection.withoutUnused(project);
        }
        if (!options.services().isEmpty()) {
            project = resolved(project, options); // naming services may have enabled some
        }
        if (options.does(Step.CHECK_CONSISTENCY) && options.does(Step.CHECK_CONTAINER_NAMES)) {
            new Consistency(started(project, options), problems).containerNames();
        }
        return project;
    }

    /** A tree that was bound before, as it comes from JSON. */
    public Project rebind(Mapping tree) {
        Mapping bound = mapping(ComposeTypes.PROJECT.rebind(tree, Path.ROOT, problems), tree);
        return new Project(bound, Mapping.empty(bound.origin()), "", List.of(), Map.of(), Map.of());
    }

    private Mapping exact(Mapping model) {
        return mapping(ComposeTypes.PROJECT.bind(model, Path.ROOT, problems), model);
    }

    private static Mapping mapping(@Nullable Node bound, Mapping of) {
        return bound instanceof Mapping mapping ? mapping : Mapping.empty(of.origin());
    }

    /** Values from the environment belong beside the tree, where nothing prints them. */
    private static Mapping withoutValues(Mapping model, Map<String, String> values) {
        return model.map((section, node) -> switch (section) {
            case "secrets" -> extract(section, node, EnvironmentValues.SECRET_VALUE, values);
            case "configs" -> extract(section, node, "content", values);
            default -> node;
        });
    }

    private static Node extract(String section, Node node, String key, Map<String, String> values) {
        if (!(node instanceof Mapping resources)) {
            return node;
        }
        return resources.map((name, resource) -> {
            if (!(resource instanceof Mapping one) || one.string("environment") == null || !one.has(key)) {
                return resource;
            }
            String value = one.string(key);
            if (value != null) {
                values.put(section + "/" + name, value);
            }
            return one.without(key);
        });
    }

    /** {@code scale} is also the number of replicas to deploy. */
    private static Project scaled(Project project) {
        Mapping services = project.tree().mapping("services");
        if (services == null) {
            return project;
        }
        return project.withTree(project.tree().with("services", services.map((name, node) -> {
            Node scale = node instanceof Mapping service ? service.get("scale") : null;
            return node instanceof Mapping service && scale != null && service.get("deploy") instanceof Mapping deploy
                    ? service.with("deploy", rebound(deploy.with("replicas", scale)))
                    : node;
        })));
    }

    private static Mapping rebound(Mapping deploy) {
        // A new key comes last; the bound order puts replicas after mode.
        Mapping.Builder ordered = Mapping.builder(deploy.origin());
        for (String key : List.of("mode", "replicas")) {
            Mapping.Entry entry = deploy.entry(key);
            if (entry != null) {
                ordered.put(entry);
            }
        }
        deploy.entries().forEach(ordered::putIfAbsent);
        return ordered.build();
    }

    /** The same with the services alone that are to be started. */
    private static Project started(Project project, LoadOptions options) {
        Mapping services = project.tree().mapping("services");
        if (options.started() == null || services == null) {
            return project;
        }
        Set<String> started = Selection.closure(project, options.started());
        return project.withTree(project.tree()
                .with("services", services.map((name, service) -> started.contains(name) ? service : null)));
    }

    private Project resolved(Project project, LoadOptions options) {
        Mapping services = project.tree().mapping("services");
        if (services == null) {
            return project;
        }
        Mapping started = started(project, options).tree().mapping("services");
        ServiceEnvironment environment =
                new ServiceEnvironment(currentDirectory, project.environment(), options.room(), problems);
        return project.withTree(project.tree().with("services", services.map((name, node) -> {
            Mapping service = (Mapping) node;
            boolean variables = options.does(Step.RESOLVE_ENVIRONMENT);
            Mapping complete = environment.withLabels(
                    variables ? environment.withVariables(service, started != null && started.has(name)) : service);
            return complete.hasKeysOf(service) ? complete : ordered(name, complete);
        })));
    }

    /** A key that was added comes last; binding puts it in its place. */
    private Node ordered(String name, Mapping service) {
        Node bound =
                ComposeTypes.SERVICE.rebind(service, Path.ROOT.key("services").key(name), problems);
        return bound == null ? service : bound;
    }
}
