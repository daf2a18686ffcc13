package dev.jcompose.cli;

import dev.jcompose.api.client.Call;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.api.stack.PlanView;
import dev.jcompose.api.stack.StackRequest;
import dev.jcompose.api.system.AuthConfig;
import dev.jcompose.cli.provider.Models;
import dev.jcompose.cli.provider.Providers;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A project on its way to the daemon: the request, and the build contexts that its plan asks for. */
public final class Application {
    private static final Set<String> BUILDING = Set.of("build", "check");

    private Project project;
    private final Stack stack;
    private final List<String> services;
    private final ApplyOptions options;
    private final Map<String, byte[]> files;
    private final @Nullable String expect;

    public Application(Project project, Stack stack, List<String> services, ApplyOptions options) {
        this(SeccompProfiles.in(ApiSocket.in(project, stack.at())), stack, services, options, whole -> {
            List<String> meant = Selection.of(whole, services, !options.noDeps());
            DefaultPlatform.requireBuildable(whole, meant);
            return FileContents.of(whole, meant);
        });
    }

    /** For what makes no containers: of secrets and configs only what builds are granted is read. */
    public static Application ofImages(Project project, Stack stack, List<String> services, ApplyOptions options) {
        return new Application(project, stack, services, options, FileContents::ofBuilds);
    }

    /** As {@link #ofImages}, of these services' images, which are built. */
    public static Application ofBuilds(Project project, Stack stack, List<String> services, ApplyOptions options) {
        DefaultPlatform.requireBuildable(project, Selection.of(project, services, !options.noDeps()));
        return ofImages(project, stack, services, options);
    }

    private Application(
            Project project,
            Stack stack,
            List<String> services,
            ApplyOptions options,
            Function<Project, Map<String, byte[]>> files) {
        services.forEach(project::service);
        options.scale().keySet().forEach(project::service);
        if (project.services().isEmpty() && !stack.at().globals().allResources()) {
            throw EngineException.invalid(
                    project.disabled().isEmpty()
                            ? "no service selected: the stack file has none"
                            : "no service selected: every service of the stack file waits for a profile (--profile)");
        }
        this.project = project;
        this.stack = stack;
        this.services = services;
        this.options = ApplyFlags.without(project.disabled(), options);
        this.files = files.apply(project);
        this.expect = null;
    }

    /** What was saved, to be applied only while the daemon would still do the same. */
    public Application(SavedPlan saved, Stack stack) {
        StackRequest request = saved.request();
        String folder = request.origin().workingDir();
        this.project =
                new Project(stack.name(), request.project(), List.of(), Map.of(), Map.of(), folder, request.origin());
        if (Providers.in(project.model()) || !project.model().path("models").isEmpty()) {
            throw EngineException.invalid(
                    "the saved plan is of a stack with providers or models, whose programs say what"
                            + " is planned: use up without --plan");
        }
        this.stack = stack;
        this.services = request.services();
        this.options = request.options();
        this.files = request.files();
        this.expect = saved.plan().digest();
    }

    /**
     * As the constructor, but asks first where the stack is another folder's. Without a terminal nobody is asked and the daemon
     * refuses.
     */
    public static Application agreed(Project project, Stack stack, List<String> services, ApplyOptions options)
            throws IOException {
        boolean ask = stack.at().terminal().in() && !options.assumeYes();
        String folder = ask ? stack.folder() : "";
        if (folder.isEmpty() || folder.equals(project.origin().workingDir())) {
            return new Application(project, stack, services, options);
        }
        String question = "The stack " + project.name() + " is running from " + folder + ". Replace it by "
                + project.origin().workingDir() + "?";
        if (!Question.agreed(stack.at(), question)) {
            throw EngineException.conflict("Nothing was changed. Another name (-p NAME) keeps the two apart.");
        }
        return new Application(project, stack, services, ApplyFlags.agreed(options));
    }

    public Project project() {
        return project;
    }

    public StackRequest request() {
        return request(Map.of(), Map.of());
    }

    private StackRequest request(Map<String, String> contexts, Map<String, AuthConfig> logins) {
        return new StackRequest(project.model(), project.origin(), files, services, options, contexts, logins, expect);
    }

    /** What would be done; runs no provider. */
    public PlanView plan() {
        project = Models.asKept(Providers.asKept(project, stack), stack);
        return planned();
    }

    private PlanView planned() {
        return stack.client().post(stack.target("plan"), request(), PlanView.class);
    }

    /** As {@link #ready()}, of images that are built or pulled by themselves, for a plan that is at hand. */
    public StackRequest ready(PlanView plan) throws IOException {
        return ready(plan, new RegistryLogins(stack.at()));
    }

    /**
     * The request with the contexts put that the plan wants built, and the logins that its pulls and builds need. A stack
     * that neither builds nor has credential helpers to ask costs no plan. Runs the providers that are meant.
     */
    public StackRequest ready() {
        project = Models.up(Providers.up(project, stack, Selection.of(project, services, !options.noDeps())), stack);
        return whole();
    }

    /** As {@link #ready()}, with what the providers said before. */
    public StackRequest readyWithoutProviders() {
        project = Models.asKept(Providers.asKept(project, stack), stack);
        return whole();
    }

    private StackRequest whole() {
        RegistryLogins logins = new RegistryLogins(stack.at());
        boolean builds = project.services().stream()
                .anyMatch(name -> project.service(name).hasNonNull("build"));
        if (!builds && !logins.asksHelpers()) {
            Set<String> registries = new LinkedHashSet<>();
            project.services()
                    .forEach(name -> registries.add(RegistryLogins.registryOf(
                            project.service(name).path("image").asText(""))));
            return request(Map.of(), logins.of(registries));
        }
        return ready(planned(), logins);
    }

    private StackRequest ready(PlanView plan, RegistryLogins logins) {
        Map<String, String> contexts = new LinkedHashMap<>();
        for (PlanView.Step step : plan.steps()) {
            if (BUILDING.contains(step.action()) && !contexts.containsKey(step.service())) {
                BuildContext.allOf(
                                step.service(), project.service(step.service()).path("build"))
                        .forEach((name, context) -> contexts.put(name, put(context)));
            }
        }
        return request(contexts, contexts.isEmpty() ? logins.ofPulls(plan) : logins.all());
    }

    private String put(BuildContext context) {
        return stack.client()
                .read(
                        Call.upload(
                                "PUT",
                                new dev.jcompose.api.client.Target("/jcompose/v1/contexts"),
                                "application/x-tar",
                                context.tar()),
                        ContextId.class)
                .id();
    }

    private record ContextId(
            @com.fasterxml.jackson.annotation.JsonProperty("id")
            String id) {}
}
