package dev.jcompose.http.route;

import dev.jcompose.api.system.AuthConfig;
import dev.jcompose.api.system.AuthResult;
import dev.jcompose.engine.image.Images;
import dev.jcompose.http.Request;
import dev.jcompose.http.Response;
import dev.jcompose.http.Router;
import java.io.IOException;

/** What a client asks of the daemon itself: ping, version, info, login. */
public final class SystemRoutes {
    private final SystemFacts facts;
    private final Images images;

    public SystemRoutes(SystemFacts facts, Images images) {
        this.facts = facts;
        this.images = images;
    }

    public void addTo(Router router) {
        router.get("/_ping", SystemRoutes::ping)
                .head("/_ping", SystemRoutes::ping)
                .get("/version", (request, response) -> response.json(facts.version()))
                .get("/info", (request, response) -> response.json(facts.info()))
                .post("/auth", this::login);
    }

    private static void ping(Request request, Response response) {
        response.header("Builder-Version", "1")
                .header("Swarm", "inactive")
                .header("Cache-Control", "no-cache, no-store, must-revalidate")
                .header("Pragma", "no-cache")
                .text(200, "OK");
    }

    private void login(Request request, Response response) throws IOException {
        images.login(request.json(AuthConfig.class));
        response.json(new AuthResult("Login Succeeded", ""));
    }
}
