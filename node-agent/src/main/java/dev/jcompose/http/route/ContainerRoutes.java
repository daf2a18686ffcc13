package dev.jcompose.http.route;

import dev.jcompose.api.container.ContainerCreated;
import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.container.WaitResult;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.json.Json;
import dev.jcompose.engine.container.Containers;
import dev.jcompose.engine.content.Platform;
import dev.jcompose.engine.image.Images;
import dev.jcompose.http.Query;
import dev.jcompose.http.Request;
import dev.jcompose.http.Response;
import dev.jcompose.http.Router;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** {@code /containers}: their life. */
public final class ContainerRoutes {
    private final Containers containers;
    private final Images images;

    public ContainerRoutes(Containers containers, Images images) {
        this.containers = containers;
        this.images = images;
    }

    public void addTo(Router router) {
        router.get("/containers/json", this::list)
                .post("/containers/create", this::create)
                .get("/containers/{id}/json", this::inspect)
                .post("/containers/{id}/start", this::start)
                .post("/containers/{id}/stop", this::stop)
                .post("/containers/{id}/restart", this::restart)
                .post("/containers/{id}/kill", this::kill)
                .post("/containers/{id}/pause", this::pause)
                .post("/containers/{id}/unpause", this::unpause)
                .post("/containers/{id}/rename", this::rename)
                .post("/containers/{id}/wait", this::await)
                .delete("/containers/{id}", this::remove);
    }

    static String id(Request request) {
        return request.variable("id");
    }

    private void create(Request request, Response response) throws IOException {
        String name = request.query().text("name");
        var body = request.json(CreateContainer.class);
        checkPlatform(body.config().image(), request.query().text("platform"));
        try {
            ContainerCreated made = containers.create(name.isEmpty() ? null : name, body, null);
            response.json(201, made);
        } catch (EngineException e) {
            // Clients take NOT_FOUND for a missing image alone: they pull it and try again.
            boolean other = e.kind() == ErrorKind.NOT_FOUND
                    && images.find(body.config().image()).isPresent();
            throw other ? new EngineException(ErrorKind.INVALID, String.valueOf(e.getMessage()), e) : e;
        }
    }

    /** NOT_FOUND where the image is one for another platform: clients pull then. */
    private void checkPlatform(String image, String wanted) {
        if (wanted.isEmpty()) {
            return;
        }
        images.find(image)
                .map(found -> found.config().platform())
                .filter(actual -> !Platform.parse(wanted).accepts(actual))
                .ifPresent(actual -> {
                    throw EngineException.notFound(
                            "image with reference %s was found but does not provide the specified platform (%s): it is for %s"
                                    .formatted(image, wanted, actual));
                });
    }

    private void list(Request request, Response response) {
        var query = request.query();
        int limit = query.number("limit").orElse(0);
        response.json(containers.list(query.flag("all"), Math.max(0, limit), query.flag("size"), query.filters()));
    }

    private void inspect(Request request, Response response) {
        boolean sizes = request.query().flag("size");
        response.json(sizes ? containers.inspectWithSizes(id(request)) : containers.inspect(id(request)));
    }

    private void start(Request request, Response response) {
        containers.start(id(request));
        response.empty(204);
    }

    private void stop(Request request, Response response) {
        containers.stop(id(request), grace(request.query()), signal(request.query()));
        response.empty(204);
    }

    private void restart(Request request, Response response) {
        containers.restart(id(request), grace(request.query()), signal(request.query()));
        response.empty(204);
    }

    private static @Nullable Integer grace(Query query) {
        var seconds = query.number("t");
        return seconds.isPresent() ? seconds.getAsInt() : null;
    }

    private static @Nullable String signal(Query query) {
        String signal = query.text("signal");
        return signal.isEmpty() ? null : signal;
    }

    private void kill(Request request, Response response) {
        containers.kill(id(request), request.query().text("signal"));
        response.empty(204);
    }

    private void pause(Request request, Response response) {
        containers.pause(id(request));
        response.empty(204);
    }

    private void unpause(Request request, Response response) {
        containers.unpause(id(request));
        response.empty(204);
    }

    private void rename(Request request, Response response) {
        String name = request.query().text("name");
        if (name.isEmpty()) {
            throw EngineException.invalid("Neither old nor new names may be empty");
        }
        containers.rename(id(request), name);
        response.empty(204);
    }

    private void remove(Request request, Response response) {
        if (request.query().flag("link")) {
            containers.inspect(id(request));
            throw EngineException.conflict(
                    "Conflict, cannot remove the default link name of the container: a container has no other here");
        }
        containers.remove(
                id(request), request.query().flag("force"), request.query().flag("v"));
        response.empty(204);
    }

    /** The head goes out before the end comes: clients start the container only once they have it. */
    private void await(Request request, Response response) throws IOException {
        CompletableFuture<Integer> exit =
                containers.await(id(request), request.query().text("condition"));
        var gone = new CompletableFuture<Integer>();
        request.whenGone(() -> gone.complete(0));
        OutputStream out = response.stream(200, "application/json");
        WaitResult result;
        try {
            int code = (int) CompletableFuture.anyOf(exit, gone).join();
            result = new WaitResult(code, null);
        } catch (CompletionException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            result = new WaitResult(0, new WaitResult.WaitError(String.valueOf(cause.getMessage())));
        }
        if (!gone.isDone()) {
            out.write(Json.write(result));
        }
    }
}
