package dev.jcompose.http.stack;

import dev.jcompose.api.stack.DownRequest;
import dev.jcompose.api.stack.ImagesRequest;
import dev.jcompose.api.stack.PlanView;
import dev.jcompose.api.stack.RunRequest;
import dev.jcompose.api.stack.ServiceAction;
import dev.jcompose.api.stack.StackEvent;
import dev.jcompose.api.stack.StackInfo;
import dev.jcompose.api.stack.StackRequest;
import dev.jcompose.engine.build.Contexts;
import dev.jcompose.http.Handler;
import dev.jcompose.http.JsonLines;
import dev.jcompose.http.Request;
import dev.jcompose.http.Response;
import dev.jcompose.http.Router;
import dev.jcompose.scheduler.manager.EventStream;
import dev.jcompose.scheduler.manager.Stacks;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BiFunction;

/** {@code /jcompose/v1/stacks} and what belongs to it. */
public final class StackRoutes {

    private static final String STACK = "/jcompose/v1/stacks/{name}";
    /** With it, {@code down}, {@code run}, {@code build}, {@code pull} and the actions answer a plan and do nothing. */
    private static final String DRY_RUN = "dryRun";
    /** How many steps of the request's plan may change something at a time; without it, as many as are ready. */
    private static final String PARALLEL = "parallel";

    private static final List<String> ACTIONS =
            List.of("start", "stop", "restart", "kill", "pause", "unpause", "rm", "create", "scale");

    private final StackInfo info;
    private final Stacks stacks;
    private final Contexts contexts;
    private volatile boolean closing;

    public StackRoutes(StackInfo info, Stacks stacks, Contexts contexts) {
        this.info = info;
        this.stacks = stacks;
        this.contexts = contexts;
    }

    /** The end of the daemon takes its clients away, who have given nothing up: from now on operations are left for its next start. */
    public void leaveOperations() {
        closing = true;
    }

    public void addTo(Router router) {
        router.get("/jcompose/v1/info", (request, response) -> response.json(info));
        router.put(
                "/jcompose/v1/contexts",
                (request, response) -> response.json(Map.of("id", contexts.put(request.body()))));
        router.get("/jcompose/v1/stacks", (request, response) -> response.json(stacks.list()));
        router.get(STACK, (request, response) -> response.json(stacks.detail(name(request))));
        router.post(
                STACK + "/plan",
                (request, response) -> response.json(stacks.plan(name(request), request.json(StackRequest.class))));
        router.post(
                STACK + "/apply",
                (request, response) -> send(
                        bounded(request).apply(name(request), request.json(StackRequest.class)), request, response));
        router.post(STACK + "/down", either(DownRequest.class, stacks::planDown, Stacks::down));
        router.post(STACK + "/run", either(RunRequest.class, stacks::planRun, Stacks::run));
        for (String verb : List.of("build", "pull")) {
            router.post(
                    STACK + "/" + verb,
                    either(
                            ImagesRequest.class,
                            (name, asked) -> stacks.planImages(name, verb, asked),
                            (all, name, asked) -> all.images(name, verb, asked)));
        }
        for (String verb : ACTIONS) {
            router.post(
                    STACK + "/" + verb,
                    either(
                            ServiceAction.class,
                            (name, asked) -> stacks.planAction(name, verb, asked),
                            (all, name, asked) -> all.action(name, verb, asked)));
        }
    }

    /** The plan alone where {@link #DRY_RUN} says so, else the work and its events. */
    private <T> Handler either(Class<T> type, BiFunction<String, T, PlanView> plan, Work<T> work) {
        return (request, response) -> {
            T asked = request.json(type);
            if (request.query().flag(DRY_RUN)) {
                response.json(plan.apply(name(request), asked));
            } else {
                send(work.begin(bounded(request), name(request), asked), request, response);
            }
        };
    }

    private interface Work<T> {
        EventStream begin(Stacks stacks, String name, T asked);
    }

    /** Throws INVALID where the bound is no number. */
    private Stacks bounded(Request request) {
        OptionalInt bound = request.query().number(PARALLEL);
        return bound.isPresent() && bound.getAsInt() > 0 ? stacks.atMost(bound.getAsInt()) : stacks;
    }

    private static String name(Request request) {
        return request.variable("name");
    }

    /** Until the outcome, or until nobody listens any more, which gives the operation up. */
    private void send(EventStream events, Request request, Response response) throws IOException, InterruptedException {
        request.whenGone(() -> {
            if (!closing) {
                events.abandon();
            }
        });
        JsonLines lines = response.jsonLines(200);
        StackEvent event;
        do {
            event = events.take();
        } while (lines.write(event) && event.outcome() == null);
    }
}
