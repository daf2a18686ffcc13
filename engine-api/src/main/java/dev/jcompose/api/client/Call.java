package dev.jcompose.api.client;

import dev.jcompose.api.json.Json;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request. {@code length} is the body's, -1 where only reading it will tell. */
public record Call(
        String method,
        Target target,
        Map<String, String> headers,
        @Nullable InputStream body,
        long length) {

    public static Call get(Target target) {
        return new Call("GET", target, Map.of(), null, 0);
    }

    public static Call head(Target target) {
        return new Call("HEAD", target, Map.of(), null, 0);
    }

    public static Call delete(Target target) {
        return new Call("DELETE", target, Map.of(), null, 0);
    }

    public static Call post(Target target) {
        return new Call("POST", target, Map.of(), null, 0);
    }

    public static Call post(Target target, Object json) {
        byte[] body = Json.write(json);
        return new Call(
                "POST",
                target,
                Map.of("Content-Type", "application/json"),
                new ByteArrayInputStream(body),
                body.length);
    }

    /** A body of unknown length, sent as it is read. */
    public static Call upload(String method, Target target, String contentType, InputStream body) {
        return new Call(method, target, Map.of("Content-Type", contentType), body, -1);
    }

    public Call with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Call(method, target, more, body, length);
    }
}
