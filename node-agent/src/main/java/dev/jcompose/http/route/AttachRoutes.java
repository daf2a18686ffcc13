package dev.jcompose.http.route;

import static dev.jcompose.http.route.ContainerRoutes.id;

import dev.jcompose.api.container.ContainerConfig.Stdio;
import dev.jcompose.engine.container.Containers;
import dev.jcompose.http.Request;
import dev.jcompose.http.Response;
import dev.jcompose.http.Router;
import java.io.IOException;

/** {@code /containers/{id}/attach} and {@code resize}. */
public final class AttachRoutes {
    private final Containers containers;

    public AttachRoutes(Containers containers) {
        this.containers = containers;
    }

    public void addTo(Router router) {
        router.post("/containers/{id}/attach", this::attach);
    }

    private void attach(Request request, Response response) throws IOException {
        var query = request.query();
        Stdio stdio = containers.inspect(id(request)).config().stdio();
        var keys = stdio.tty() ? DetachKeys.parse(query.text("detachKeys")) : null;
        boolean stdin = query.flag("stdin");
        String contentType = Streams.contentType(stdio.tty(), request.version());
        try (var session = containers.attach(id(request), stdin, query.flag("stdout"), query.flag("stderr"))) {
            request.whenGone(session::close);
            var client = response.hijack(contentType);
            boolean endsInput = stdin && stdio.stdinOnce() && !stdio.tty();
            Streams.converse(session, client, stdio.tty(), endsInput, keys);
        }
    }
}
