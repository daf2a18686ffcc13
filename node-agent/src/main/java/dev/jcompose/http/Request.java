package dev.jcompose.http;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client asks for. */
public final class Request {
    /** Of JSON: build arguments and labels are the largest that clients send. */
    private static final int MOST_JSON_BYTES = 32 << 20;

    private static final byte[] NOTHING = {'{', '}'};

    private final String method;
    private final String path;
    private final ApiVersion version;
    private final Map<String, String> variables;
    private final Query query;
    private final HttpHeaders headers;
    private final Exchange exchange;

    Request(
            String method,
            String path,
            ApiVersion version,
            Map<String, String> variables,
            Query query,
            HttpHeaders headers,
            Exchange exchange) {
        this.method = method;
        this.path = path;
        this.version = version;
        this.variables = variables;
        this.query = query;
        this.headers = headers;
        this.exchange = exchange;
    }

    public String method() {
        return method;
    }

    /** Without the version and the query. */
    public String path() {
        return path;
    }

    public ApiVersion version() {
        return version;
    }

    /** A variable of the route's pattern. */
    public String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route of " + path + " has no {" + name + "}");
        }
        return value;
    }

    public Query query() {
        return query;
    }

    /** A header's value, or the empty string. */
    public String header(String name) {
        return headers.get(name, "");
    }

    public InputStream body() {
        return exchange.expectBody();
    }

    /** The whole body as JSON; an empty one, and {@code null}, read as {@code {}}. Throws INVALID. */
    public <T> T json(Class<T> type) throws IOException {
        byte[] bytes = exchange.expectBody().readNBytes(MOST_JSON_BYTES + 1);
        if (bytes.length > MOST_JSON_BYTES) {
            throw EngineException.invalid("the request's JSON is longer than " + MOST_JSON_BYTES + " bytes");
        }
        T read = bytes.length == 0 ? null : Json.readAnyCase(bytes, type);
        return read != null ? read : Json.readAnyCase(NOTHING, type);
    }

    /** Who is at the other end of the socket; null where the kernel does not say. */
    public @Nullable Peer peer() {
        return exchange.peer();
    }

    /** Runs {@code action} once if the client goes away before it has got its answer. */
    public void whenGone(Runnable action) {
        exchange.whenGone(action);
    }
}
