package dev.jcompose.engine.registry;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.system.AuthConfig;
import java.io.IOException;
import java.net.http.HttpRequest;

/** Asks for nothing but an answer to a login. */
final class Ping {
    private final RegistryHttp http;
    private final Endpoint endpoint;
    private final AuthConfig auth;

    Ping(RegistryHttp http, Endpoint endpoint, AuthConfig auth) {
        this.http = http;
        this.endpoint = endpoint;
        this.auth = auth;
    }

    void check() throws IOException {
        var login = new Login(http, endpoint, "", auth);
        int status = status(login.header());
        for (int i = 0; status == 401 && i < 1; i++) {
            String header = login.answer(challenge(login.header()), login.header());
            status = header.isEmpty() ? 401 : status(header);
        }
        if (status == 401) {
            throw new EngineException(
                    ErrorKind.UNAUTHORIZED,
                    "login to " + endpoint.authority() + " was refused: wrong user name or password");
        }
        if (status != 200) {
            throw EngineException.unavailable(
                    endpoint + " answered " + status + ": it is no registry of version 2", null);
        }
    }

    private int status(String header) throws IOException {
        var answer = http.send(request(header));
        answer.body().close();
        return answer.statusCode();
    }

    private java.util.List<String> challenge(String header) throws IOException {
        var answer = http.send(request(header));
        answer.body().close();
        return answer.headers().allValues("WWW-Authenticate");
    }

    private HttpRequest request(String header) {
        var request = HttpRequest.newBuilder(endpoint.resolve("/v2/")).timeout(RegistryHttp.ANSWER);
        if (!header.isEmpty()) {
            request.setHeader("Authorization", header);
        }
        return request.build();
    }
}
