package dev.jcompose.http.route;

import static dev.jcompose.http.route.ContainerRoutes.id;

import dev.jcompose.api.container.ContainerCreated;
import dev.jcompose.api.container.Stats;
import dev.jcompose.api.container.UpdateContainer;
import dev.jcompose.engine.container.Containers;
import dev.jcompose.http.Request;
import dev.jcompose.http.Response;
import dev.jcompose.http.Router;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What containers use and may use: {@code top}, {@code stats}, {@code changes}, {@code update}, {@code prune}. */
public final class UsageRoutes {
    private final Containers containers;

    public UsageRoutes(Containers containers) {
        this.containers = containers;
    }

    public void addTo(Router router) {
        router.get("/containers/{id}/top", this::top)
                .get("/containers/{id}/stats", this::stats)
                .get("/containers/{id}/changes", (request, response) -> response.json(containers.changes(id(request))))
                .post("/containers/{id}/update", this::update)
                .post(
                        "/containers/prune",
                        (request, response) ->
                                response.json(containers.prune(request.query().filters())));
    }

    private void top(Request request, Response response) {
        response.json(containers.top(id(request), request.query().text("ps_args")));
    }

    /** A sample a second; a single one is the second of two, so that it tells rates, unless the client wants none. */
    private void stats(Request request, Response response) throws InterruptedException {
        String id = containers.inspect(id(request)).id();
        boolean stream = request.query().flag("stream", true);
        var gone = new CountDownLatch(1);
        request.whenGone(gone::countDown);
        Stats sample = containers.stats(id, null);
        if (!stream) {
            if (!request.query().flag("one-shot") && !gone.await(1, TimeUnit.SECONDS)) {
                sample = containers.stats(id, sample);
            }
            response.json(sample);
            return;
        }
        var lines = response.jsonLines(200);
        while (lines.write(sample) && !gone.await(1, TimeUnit.SECONDS)) {
            sample = containers.stats(id, sample);
        }
    }

    private void update(Request request, Response response) throws IOException {
        var warnings = containers.update(id(request), request.json(UpdateContainer.class));
        response.json(new ContainerCreated("", warnings));
    }
}
