package dev.jcompose.http.route;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.jcompose.api.build.BuildRequest;
import dev.jcompose.api.container.Resources;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.engine.build.Builds;
import dev.jcompose.http.Query;
import dev.jcompose.http.Request;
import dev.jcompose.http.Response;
import dev.jcompose.http.Router;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /build}: the classic build, a tar in and lines of progress out. */
public final class BuildRoutes {
    private static final Set<String> PRUNE = Set.of(
            "description",
            "id",
            "immutable",
            "inuse",
            "label",
            "label!",
            "mutable",
            "parent",
            "private",
            "shared",
            "type",
            "unused-for",
            "until");

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
        refuse(query.flag("squash"), "squashing layers is");
        refuse(
                !List.of("", "default").contains(query.text("isolation")),
                "isolation by " + query.text("isolation") + " is");
        refuse(!List.of("", "null", "[]").contains(query.text("securityopt")), "security options of a build are");
        var wanted = request(query, request);
        ProgressStream.run(request, response, progress -> builds.build(wanted, Map.of("", request.body()), progress));
    }

    private static void refuse(boolean asked, String what) {
        if (asked) {
            throw new EngineException(ErrorKind.NOT_SUPPORTED, what + " not offered here: build without");
        }
    }

    private static BuildRequest request(Query query, Request request) {
        return new BuildRequest(
                query.text("dockerfile"),
                query.all("t"),
                query.<Map<String, @Nullable String>>json("buildargs", new TypeReference<>() {}, Map.of()),
                query.json("labels", new TypeReference<>() {}, Map.of()),
                query.text("target"),
                query.text("platform"),
                query.text("networkmode"),
                query.text("remote"),
                query.all("extrahosts"),
                Map.of(),
                Map.of(),
                List.of(),
                limits(query),
                RegistryAuth.all(request),
                new BuildRequest.Options(
                        query.flag("nocache"),
                        List.of(),
                        query.flag("pull"),
                        query.flag("q"),
                        false,
                        query.bytes("shmsize").orElse(0)));
    }

    private static Resources limits(Query query) {
        var cpu = new Resources.Cpu(
                0,
                query.number("cpushares").orElse(0),
                query.number("cpuperiod").orElse(0),
                query.number("cpuquota").orElse(0),
                0,
                0,
                query.text("cpusetcpus"),
                query.text("cpusetmems"));
        var memory = new Resources.Memory(
                query.bytes("memory").orElse(0), 0, query.bytes("memswap").orElse(0), null, null);
        return new Resources(
                cpu,
                memory,
                Resources.Blkio.NONE,
                Resources.DeviceAccess.NONE,
                null,
                query.json("ulimits", new TypeReference<>() {}, List.of()),
                query.text("cgroupparent"));
    }

    private void prune(Request request, Response response) throws IOException {
        var filters = Filters.checked(request.query().filters(), PRUNE);
        // Parts of the cache have nothing that a filter could go by: with one, none of them goes.
        response.json(new Pruned(List.of(), filters.isEmpty() ? builds.prune() : 0));
    }
}
