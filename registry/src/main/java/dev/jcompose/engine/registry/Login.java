package dev.jcompose.engine.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.system.AuthConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The Authorization header of one session, renewed when the registry asks: Basic, or a token from the realm it names. */
final class Login {
    private static final int LARGEST_ANSWER = 1 << 20;

    private final RegistryHttp http;
    private final Endpoint endpoint;
    private final String scope;
    private final AuthConfig auth;
    private volatile String header = "";

    Login(RegistryHttp http, Endpoint endpoint, String scope, AuthConfig auth) {
        this.http = http;
        this.endpoint = endpoint;
        this.scope = scope;
        this.auth = auth;
        if (!auth.registryToken().isEmpty()) {
            header = "Bearer " + auth.registryToken();
        }
    }

    String header() {
        return header;
    }

    /** What to send after a 401; empty where nothing better than {@code used} can be said. */
    String answer(List<String> challenges, String used) throws IOException {
        if (!header.equals(used)) {
            return header;
        }
        var challenge = Challenge.of(challenges);
        if (challenge.isEmpty()) {
            return "";
        }
        String renewed = challenge.get().scheme().equals("basic") ? basic() : "Bearer " + token(challenge.get());
        if (renewed.isEmpty() || renewed.equals(used)) {
            return "";
        }
        header = renewed;
        return renewed;
    }

    private String basic() {
        if (auth.username().isEmpty()) {
            return "";
        }
        byte[] pair = (auth.username() + ":" + auth.password()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private record Token(
            @JsonProperty("token") String token,
            @JsonProperty("access_token") String accessToken) {}

    private String token(Challenge challenge) throws IOException {
        URI realm = URI.create(challenge.parameter("realm"));
        boolean plain = !"https".equals(realm.getScheme());
        if (plain && (!endpoint.isPlain() || !"http".equals(realm.getScheme()))) {
            throw new EngineException(
                    ErrorKind.UNAUTHORIZED,
                    "registry " + endpoint + " wants the login sent to " + realm + ", which is not protected by TLS");
        }
        String asked = challenge.parameter("scope").isEmpty() ? scope : challenge.parameter("scope");
        var answer = http.send(
                auth.identityToken().isEmpty()
                        ? byGet(realm, challenge.parameter("service"), asked)
                        : byRefreshToken(realm, challenge.parameter("service"), asked));
        try (var body = answer.body()) {
            byte[] json = body.readNBytes(LARGEST_ANSWER);
            if (answer.statusCode() == 401 || answer.statusCode() == 403) {
                throw new EngineException(
                        ErrorKind.UNAUTHORIZED,
                        "the login to " + endpoint.authority() + " was refused by " + realm.getAuthority());
            }
            if (answer.statusCode() != 200) {
                throw EngineException.unavailable(
                        "the token service " + realm.getAuthority() + " answered " + answer.statusCode(), null);
            }
            var token = Json.read(json, Token.class);
            return token.token().isEmpty() ? token.accessToken() : token.token();
        }
    }

    private HttpRequest byGet(URI realm, String service, String asked) {
        String query = "service=" + encoded(service) + "&scope=" + encoded(asked);
        String separator = realm.getQuery() == null ? "?" : "&";
        var request =
                HttpRequest.newBuilder(URI.create(realm + separator + query)).timeout(RegistryHttp.ANSWER);
        String basic = basic();
        if (!basic.isEmpty()) {
            request.setHeader("Authorization", basic);
        }
        return request.build();
    }

    private HttpRequest byRefreshToken(URI realm, String service, String asked) {
        String form = "grant_type=refresh_token&client_id=jcompose&service=" + encoded(service) + "&scope="
                + encoded(asked) + "&refresh_token=" + encoded(auth.identityToken());
        return HttpRequest.newBuilder(realm)
                .timeout(RegistryHttp.ANSWER)
                .setHeader("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
