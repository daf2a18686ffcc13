package dev.jcompose.http.route;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.jcompose.api.build.BuildRequest;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.json.Json;
import dev.jcompose.engine.build.Builds;
import dev.jcompose.http.Query;
import dev.jcompose.http.Request;
import dev.jcompose.http.Response;
import dev.jcompose.http.Router;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /build}: the classic build, a tar in and lines of progress out. */
public final class BuildRoutes {
    private final Builds builds;

    public BuildRoutes(Builds builds) {
        this.builds = builds;
    }

    private record Pruned(List<String> cachesDeleted, long spaceReclaimed) {}

    public void addTo(Router router) {
        router.post("/build", this::build).post("/build/prune", this::prune);
    }

    private void build(Request request, Response response) throws IOException {
        var query = request.query();
        if (query.text("version").equals("2")) {
            throw new EngineException(
                    ErrorKind.NOT_SUPPORTED,
                    "BuildKit is not offered here: build with DOCKER_BUILDKIT=0, or with jcompose build");
        }
        var wanted = request(query, request);
        ProgressStream.run(response, progress -> builds.build(wanted, request.body(), progress));
    }

    private static BuildRequest request(Query query, Request request) {
        return new BuildRequest(
                query.text("dockerfile"),
                query.all("t"),
                map(query.text("buildargs"), new TypeReference<Map<String, @Nullable String>>() {}),
                map(query.text("labels"), new TypeReference<Map<String, String>>() {}),
                query.text("target"),
                query.text("platform"),
                query.text("networkmode"),
                query.text("remote"),
                query.all("extrahosts"),
                List.of(),
                Map.of(),
                RegistryAuth.all(request),
                new BuildRequest.Options(
                        query.flag("nocache"),
                        query.flag("pull"),
                        query.flag("rm", true),
                        query.flag("forcerm"),
                        query.flag("q"),
                        query.number("shmsize").orElse(0)));
    }

    private static <V extends @Nullable Object> Map<String, V> map(String json, TypeReference<Map<String, V>> type) {
        return json.isEmpty() ? Map.of() : Json.read(json.getBytes(StandardCharsets.UTF_8), type);
    }

    private void prune(Request request, Response response) throws IOException {
        response.json(new Pruned(List.of(), builds.prune()));
    }
}
