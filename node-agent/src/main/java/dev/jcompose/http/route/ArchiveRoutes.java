package dev.jcompose.http.route;

import static dev.jcompose.http.route.ContainerRoutes.id;

import dev.jcompose.api.container.PathStat;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.engine.container.Containers;
import dev.jcompose.http.Request;
import dev.jcompose.http.Response;
import dev.jcompose.http.Router;
import java.io.IOException;
import java.util.Base64;

/** Files of containers: {@code archive} and {@code export}. */
public final class ArchiveRoutes {
    private static final String STAT = "X-Docker-Container-Path-Stat";

    private final Containers containers;

    public ArchiveRoutes(Containers containers) {
        this.containers = containers;
    }

    public void addTo(Router router) {
        router.head("/containers/{id}/archive", this::stat)
                .get("/containers/{id}/archive", this::read)
                .put("/containers/{id}/archive", this::write)
                .get("/containers/{id}/export", this::export);
    }

    private static String path(Request request) {
        String path = request.query().text("path");
        if (path.isEmpty()) {
            throw EngineException.invalid("bad parameter: path cannot be empty");
        }
        return path;
    }

    private static String encoded(PathStat stat) {
        return Base64.getEncoder().encodeToString(Json.write(stat));
    }

    private void stat(Request request, Response response) {
        response.header(STAT, encoded(containers.stat(id(request), path(request))))
                .empty(200);
    }

    private void read(Request request, Response response) throws IOException {
        String path = path(request);
        response.header(STAT, encoded(containers.stat(id(request), path)));
        try (var out = response.stream(200, "application/x-tar")) {
            containers.archive(id(request), path, out);
        }
    }

    private void write(Request request, Response response) {
        boolean keepKinds = request.query().flag("noOverwriteDirNonDir");
        boolean asUser = request.query().flag("copyUIDGID");
        containers.extract(id(request), path(request), request.body(), keepKinds, asUser);
        response.empty(200);
    }

    private void export(Request request, Response response) throws IOException {
        String found = containers.inspect(id(request)).id();
        try (var out = response.stream(200, "application/octet-stream")) {
            containers.export(found, out);
        }
    }
}
