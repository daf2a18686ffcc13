package dev.jcompose.http.route;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.http.Handler;
import dev.jcompose.http.Router;
import java.util.List;

/** What Docker offers and this engine does not, each answered with what to do instead. */
public final class RefusedRoutes {
    private static final String[] SWARM = {"swarm", "nodes", "services", "tasks", "secrets", "configs"};

    private RefusedRoutes() {}

    /** Added last: more exact routes win. */
    public static void addTo(Router router) {
        Handler buildKit = (request, response) -> {
            throw new EngineException(
                    ErrorKind.NOT_SUPPORTED,
                    "BuildKit is not offered here: build with DOCKER_BUILDKIT=0, or with jcompose build");
        };
        router.post("/session", buildKit).post("/grpc", buildKit);
        Handler swarm = (request, response) -> {
            throw new EngineException(
                    ErrorKind.UNAVAILABLE,
                    "This node is not a swarm manager. Docker's Swarm API is not offered: jcompose up deploys stacks");
        };
        for (String noun : SWARM) {
            for (String method : List.of("GET", "POST", "DELETE")) {
                router.on(method, "/" + noun, swarm).on(method, "/" + noun + "/{rest...}", swarm);
            }
        }
        router.get("/plugins", (request, response) -> response.json(List.of()));
    }
}
