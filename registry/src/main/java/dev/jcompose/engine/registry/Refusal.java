package dev.jcompose.engine.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;

/** What a registry's answer means where it is not the one hoped for. */
final class Refusal {
    private static final int LARGEST = 1 << 16;

    private record Errors(@JsonProperty("errors") List<One> errors) {
        private record One(
                @JsonProperty("code") String code,
                @JsonProperty("message") String message) {}
    }

    private Refusal() {}

    /** @param what the thing asked for, as {@code manifest for debian:12} */
    static EngineException of(HttpResponse<InputStream> answer, Session session, String what) throws IOException {
        String said = said(answer);
        String at = session.endpoint().authority() + (said.isEmpty() ? "" : ": " + said);
        return switch (answer.statusCode()) {
            case 401 ->
                new EngineException(
                        ErrorKind.UNAUTHORIZED,
                        "access to " + what + " was denied by " + at
                                + " (the repository does not exist, or a login is needed: login "
                                + session.endpoint().authority() + ")");
            case 403 -> new EngineException(ErrorKind.FORBIDDEN, "access to " + what + " was denied by " + at);
            case 404 -> EngineException.notFound(what + " not found at " + at);
            case 429 ->
                EngineException.unavailable(
                        "too many requests for " + what + " at " + at + ": wait, log in, or use a mirror", null);
            default ->
                EngineException.unavailable(
                        "registry answered " + answer.statusCode() + " to " + what + " at " + at, null);
        };
    }

    private static String said(HttpResponse<InputStream> answer) throws IOException {
        try (var body = answer.body()) {
            byte[] bytes = body.readNBytes(LARGEST);
            boolean json = answer.headers()
                    .firstValue("Content-Type")
                    .filter(t -> t.contains("json"))
                    .isPresent();
            return json && bytes.length > 0
                    ? Json.read(bytes, Errors.class).errors().stream()
                            .map(e -> e.message().isEmpty() ? e.code() : e.message())
                            .collect(Collectors.joining(", "))
                    : "";
        } catch (EngineException notJson) {
            return "";
        }
    }
}
