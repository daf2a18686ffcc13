package dev.jcompose.cli;

import dev.jcompose.api.client.Call;
import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.api.stack.PlanView;
import dev.jcompose.api.stack.StackRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A project on its way to the daemon: the request, and the build contexts that its plan asks for. */
public final class Application {
    private final Project project;
    private final Stack stack;
    private final List<String> services;
    private final ApplyOptions options;
    private final Map<String, byte[]> files;

    public Application(Project project, Stack stack, List<String> services, ApplyOptions options) {
        services.forEach(project::service);
        this.project = project;
        this.stack = stack;
        this.services = services;
        this.options = options;
        this.files = FileContents.of(project);
    }

    public StackRequest request() {
        return request(Map.of());
    }

    private StackRequest request(Map<String, String> contexts) {
        return new StackRequest(project.model(), project.origin(), files, services, options, contexts, null);
    }

    public PlanView plan() {
        return stack.client().post(stack.target("plan"), request(), PlanView.class);
    }

    /** The request with the contexts put that the plan wants built; a stack without a build section costs no plan. */
    public StackRequest ready() {
        boolean builds = project.services().stream()
                .anyMatch(name -> project.service(name).hasNonNull("build"));
        if (!builds) {
            return request();
        }
        Map<String, String> contexts = new LinkedHashMap<>();
        for (PlanView.Step step : plan().steps()) {
            if (step.action().equals("build") && !step.service().isEmpty() && !contexts.containsKey(step.service())) {
                contexts.put(step.service(), put(step.service()));
            }
        }
        return request(contexts);
    }

    private String put(String service) {
        BuildContext context = BuildContext.of(service, project.service(service).path("build"));
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
