package dev.jcompose.http;

import dev.jcompose.api.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The answer to a request: exactly one of the methods that send one is called, headers before it. */
public final class Response {
    static final String JSON = "application/json";

    private final Exchange exchange;
    private final Map<String, String> headers = new LinkedHashMap<>();

    Response(Exchange exchange) {
        this.exchange = exchange;
    }

    public Response header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public void json(Object value) {
        json(200, value);
    }

    public void json(int status, Object value) {
        exchange.send(status, JSON, headers, Json.write(value));
    }

    /** A status alone: 200, 201, 204, 304. */
    public void empty(int status) {
        exchange.send(status, "", headers, new byte[0]);
    }

    public void text(int status, String text) {
        exchange.send(status, "text/plain; charset=utf-8", headers, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The head now, the body as it is written; what is written goes out at once. */
    public OutputStream stream(int status, String contentType) {
        return exchange.stream(status, contentType, headers);
    }

    /** JSON values, one a line. */
    public JsonLines jsonLines(int status) {
        return new JsonLines(stream(status, JSON));
    }

    /** Takes the connection over: bytes both ways. The handler's end is the end of the connection. */
    public Hijacked hijack(String contentType) throws IOException {
        return exchange.hijack(contentType, headers);
    }
}
