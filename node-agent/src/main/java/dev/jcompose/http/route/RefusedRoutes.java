package dev.jcompose.http.route;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.http.Handler;
import dev.jcompose.http.Request;
import dev.jcompose.http.Response;
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
        plugins(router);
        router.put("/volumes/{name}", (request, response) -> {
            throw new EngineException(
                    ErrorKind.UNAVAILABLE,
                    "volume update only valid for cluster volumes, and Docker's Swarm API is not offered");
        });
        strangeNames(router);
    }

    private static void plugins(Router router) {
        router.get("/plugins", (request, response) -> response.json(List.of()));
        Handler install = (request, response) -> {
            throw new EngineException(
                    ErrorKind.NOT_SUPPORTED,
                    "Docker's plugins are not offered: volumes are of the driver local, networks of the driver bridge");
        };
        router.get("/plugins/privileges", install)
                .post("/plugins/pull", install)
                .post("/plugins/create", install);
        Handler missing = (request, response) -> {
            throw EngineException.notFound("plugin \"" + request.variable("name") + "\" not found");
        };
        router.get("/plugins/{name...}/json", missing).delete("/plugins/{name...}", missing);
        for (String action : List.of("enable", "disable", "upgrade", "push", "set")) {
            router.post("/plugins/{name...}/" + action, missing);
        }
    }

    /** Nothing has a name with a slash, but some ask for it: they hear of the name, not of the path. */
    private static void strangeNames(Router router) {
        router.delete("/containers/{name...}", RefusedRoutes::noContainer)
                .get("/containers/{name...}/{what}", RefusedRoutes::noContainer)
                .head("/containers/{name...}/{what}", RefusedRoutes::noContainer)
                .put("/containers/{name...}/{what}", RefusedRoutes::noContainer)
                .post("/containers/{name...}/{what}", RefusedRoutes::noContainer);
        Handler noNetwork = (request, response) -> {
            throw EngineException.notFound("network " + request.variable("name") + " not found");
        };
        router.get("/networks/{name...}", noNetwork).delete("/networks/{name...}", noNetwork);
        Handler noVolume = (request, response) -> {
            throw EngineException.notFound("get " + request.variable("name") + ": no such volume");
        };
        router.get("/volumes/{name...}", noVolume).delete("/volumes/{name...}", noVolume);
    }

    private static void noContainer(Request request, Response response) {
        String name = request.variable("name");
        if (!name.contains("/")) {
            throw EngineException.notFound("page not found");
        }
        throw EngineException.notFound("No such container: " + name);
    }
}
