package dev.jcompose.http.route;

import static dev.jcompose.http.route.ContainerRoutes.id;

import dev.jcompose.api.client.DetachKeys;
import dev.jcompose.api.container.ContainerConfig.Stdio;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.container.Containers;
import dev.jcompose.engine.container.LogQuery;
import dev.jcompose.http.Hijacked;
import dev.jcompose.http.Query;
import dev.jcompose.http.Request;
import dev.jcompose.http.Response;
import dev.jcompose.http.Router;
import dev.jcompose.http.WebSocket;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A container's streams: {@code attach}, {@code logs} and the size of its terminal. */
public final class AttachRoutes {
    private final Containers containers;

    public AttachRoutes(Containers containers) {
        this.containers = containers;
    }

    public void addTo(Router router) {
        router.post("/containers/{id}/attach", this::attach)
                .get("/containers/{id}/attach/ws", this::webSocket)
                .get("/containers/{id}/logs", this::logs)
                .post("/containers/{id}/resize", this::resize);
    }

    /** How the client's side of an attach is opened, once the container's is; {@code left}: for a client that says goodbye. */
    private interface Opening {
        Hijacked client(Runnable left) throws IOException;
    }

    private void attach(Request request, Response response) throws IOException {
        Stdio stdio = containers.inspect(id(request)).config().stdio();
        String contentType = Streams.contentType(stdio.tty(), request.version());
        join(request, stdio, stdio.tty(), left -> response.hijack(contentType));
    }

    /** Both output streams as one, in messages. */
    private void webSocket(Request request, Response response) throws IOException {
        Stdio stdio = containers.inspect(id(request)).config().stdio();
        try (var sockets = new Sockets(request, response)) {
            join(request, stdio, true, sockets::open);
        }
    }

    /** A web socket that is closed in its own way, where it was opened at all. */
    private static final class Sockets implements AutoCloseable {
        private final Request request;
        private final Response response;
        private @Nullable WebSocket open;

        Sockets(Request request, Response response) {
            this.request = request;
            this.response = response;
        }

        Hijacked open(Runnable left) throws IOException {
            WebSocket accepted = WebSocket.accept(request, response, left);
            open = accepted;
            return accepted.stream();
        }

        @Override
        public void close() throws IOException {
            if (open != null) {
                open.close();
            }
        }
    }

    /** @param raw whether output goes as it is, not in frames that tell the streams apart */
    private void join(Request request, Stdio stdio, boolean raw, Opening opening) throws IOException {
        var query = request.query();
        var wanted = DetachKeys.parse(query.text("detachKeys"));
        var keys = stdio.tty() ? wanted : null;
        boolean stdin = query.flag("stdin");
        boolean stdout = query.flag("stdout");
        boolean stderr = query.flag("stderr");
        if (!query.flag("stream") && !query.flag("logs")) {
            throw EngineException.invalid("attach wants at least one of stream and logs");
        }
        // The stream is opened first: what is printed between the two comes twice rather than never.
        try (var session = containers.attach(id(request), stdin, stdout, stderr)) {
            request.whenGone(session::close);
            var client = opening.client(session::close);
            if (query.flag("logs")) {
                var past = new LogQuery(false, stdout, stderr, null, null, -1, false, false);
                try (var logs = containers.logs(id(request), past)) {
                    Streams.copyOut(logs, client.out(), raw);
                }
            }
            if (query.flag("stream")) {
                boolean endsInput = stdin && stdio.stdinOnce() && !stdio.tty();
                Streams.converse(session, client, raw, endsInput, keys);
            }
        }
    }

    private void logs(Request request, Response response) throws IOException {
        var query = request.query();
        if (!query.flag("stdout") && !query.flag("stderr")) {
            throw EngineException.invalid("Bad parameters: you must choose at least one stream");
        }
        boolean tty = containers.inspect(id(request)).config().stdio().tty();
        var wanted = new LogQuery(
                query.flag("follow"),
                query.flag("stdout"),
                query.flag("stderr"),
                Times.parse(query.text("since")),
                Times.parse(query.text("until")),
                tail(query),
                query.flag("timestamps"),
                query.flag("details"));
        try (var session = containers.logs(id(request), wanted)) {
            request.whenGone(session::close);
            try (var out = response.stream(200, Streams.contentType(tty, request.version()))) {
                Streams.copyOut(session, out, tty);
            }
        }
    }

    /** A number of lines; all of them where it is {@code all} or none at all. */
    private static long tail(Query query) {
        String text = query.text("tail");
        try {
            return text.isEmpty() || text.equals("all") ? -1 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private void resize(Request request, Response response) {
        var query = request.query();
        containers.resize(
                id(request), query.number("h").orElse(0), query.number("w").orElse(0));
        response.empty(200);
    }
}
