package dev.jcompose.http.route;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.system.AuthConfig;
import dev.jcompose.http.Request;
import java.util.Base64;
import java.util.Map;

/** The logins that clients send along in headers: JSON in base64, of either alphabet. */
final class RegistryAuth {
    private RegistryAuth() {}

    /** Of {@code X-Registry-Auth}. */
    static AuthConfig of(Request request) {
        String header = request.header("X-Registry-Auth");
        return header.isEmpty() ? AuthConfig.ANONYMOUS : Json.read(decoded(header), AuthConfig.class);
    }

    /** Registry → login, of {@code X-Registry-Config}. */
    static Map<String, AuthConfig> all(Request request) {
        String header = request.header("X-Registry-Config");
        return header.isEmpty()
                ? Map.of()
                : Json.read(decoded(header), new TypeReference<Map<String, AuthConfig>>() {});
    }

    private static byte[] decoded(String header) {
        try {
            String standard = header.replace('-', '+').replace('_', '/').replace("=", "");
            byte[] json = Base64.getDecoder().decode(standard);
            return json.length == 0 ? new byte[] {'{', '}'} : json;
        } catch (IllegalArgumentException e) {
            throw EngineException.invalid("the registry login in the request's header is not base64");
        }
    }
}
