package dev.jcompose.http;

import dev.jcompose.api.error.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which handler answers which path. Filled before the server listens, read by all its threads after. A path may begin with
 * {@code /v1.xx}; of several patterns that match, the one added first wins.
 */
public final class Router {
    private record Route(String method, PathPattern pattern, Handler handler) {}

    /** A handler and what its pattern's variables are in the path. */
    record Match(Handler handler, Map<String, String> variables) {}

    private final List<Route> routes = new ArrayList<>();

    public Router get(String pattern, Handler handler) {
        return on("GET", pattern, handler);
    }

    public Router post(String pattern, Handler handler) {
        return on("POST", pattern, handler);
    }

    public Router put(String pattern, Handler handler) {
        return on("PUT", pattern, handler);
    }

    public Router delete(String pattern, Handler handler) {
        return on("DELETE", pattern, handler);
    }

    public Router head(String pattern, Handler handler) {
        return on("HEAD", pattern, handler);
    }

    /** {@code {name}} in the pattern stands for one segment of the path, {@code {name...}} for one or more. */
    public Router on(String method, String pattern, Handler handler) {
        routes.add(new Route(method, PathPattern.parse(pattern), handler));
        return this;
    }

    /** Throws NOT_FOUND where nothing answers the path, and says so if it is the method that is wrong. */
    Match match(String method, String path) {
        boolean otherMethod = false;
        for (Route route : routes) {
            Optional<Map<String, String>> variables = route.pattern().match(path);
            if (variables.isPresent() && route.method().equals(method)) {
                return new Match(route.handler(), variables.get());
            }
            otherMethod |= variables.isPresent();
        }
        throw EngineException.notFound(otherMethod ? method + " is not offered for " + path : "page not found");
    }
}
