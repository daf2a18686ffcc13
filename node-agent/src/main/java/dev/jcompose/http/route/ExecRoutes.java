package dev.jcompose.http.route;

import static dev.jcompose.http.route.ContainerRoutes.id;

import dev.jcompose.api.client.DetachKeys;
import dev.jcompose.api.container.ExecConfig;
import dev.jcompose.api.container.ExecInspect;
import dev.jcompose.api.container.ExecStart;
import dev.jcompose.engine.container.Containers;
import dev.jcompose.http.Request;
import dev.jcompose.http.Response;
import dev.jcompose.http.Router;
import java.io.IOException;
import java.util.Map;

/** {@code /exec}. */
public final class ExecRoutes {
    private final Containers containers;

    public ExecRoutes(Containers containers) {
        this.containers = containers;
    }

    public void addTo(Router router) {
        router.post("/containers/{id}/exec", this::create)
                .post("/exec/{id}/start", this::start)
                .post("/exec/{id}/resize", this::resize)
                .get("/exec/{id}/json", (request, response) -> response.json(containers.execInspect(id(request))));
    }

    private void create(Request request, Response response) throws IOException {
        var wish = request.json(ExecConfig.class);
        DetachKeys.parse(wish.detachKeys());
        String made = containers.execCreate(id(request), wish);
        response.json(201, Map.of("Id", made));
    }

    private void start(Request request, Response response) throws IOException {
        var how = request.json(ExecStart.class);
        if (how.detach()) {
            containers.execStart(id(request), how).close();
            response.empty(200);
            return;
        }
        ExecInspect exec = containers.execInspect(id(request));
        boolean tty = exec.processConfig().tty();
        var keys = tty ? DetachKeys.parse(exec.detachKeys() == null ? "" : exec.detachKeys()) : null;
        try (var session = containers.execStart(id(request), how)) {
            request.whenGone(session::close);
            var client = response.hijack(Streams.contentType(tty, request.version()));
            Streams.converse(session, client, tty, !tty, keys);
        }
    }

    private void resize(Request request, Response response) {
        var query = request.query();
        containers.execResize(
                id(request), query.number("h").orElse(0), query.number("w").orElse(0));
        response.empty(201);
    }
}
