package dev.jcompose.engine.registry;

import dev.jcompose.api.system.AuthConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;

/**
 * Requests to one repository of one registry with one login. Credentials go to the registry's own address alone: a redirect
 * or an upload location elsewhere gets none. Any thread may call.
 */
final class Session {
    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final RegistryHttp http;
    private final Endpoint endpoint;
    private final String repository;
    private final Login login;

    Session(RegistryHttp http, Endpoint endpoint, String repository, String actions, AuthConfig auth) {
        this.http = http;
        this.endpoint = endpoint;
        this.repository = repository;
        // A mirror is not the registry that the login is for.
        this.login = new Login(
                http,
                endpoint,
                "repository:" + repository + ":" + actions,
                endpoint.isMirror() ? AuthConfig.ANONYMOUS : auth);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    String repository() {
        return repository;
    }

    /** An address of this repository: {@code manifests/latest}. */
    URI uri(String suffix) {
        return endpoint.resolve("/v2/" + repository + "/" + suffix);
    }

    HttpResponse<InputStream> get(URI uri, Map<String, String> headers) throws IOException {
        return send("GET", uri, headers, BodyPublishers.noBody());
    }

    HttpResponse<InputStream> send(String method, URI uri, Map<String, String> headers, BodyPublisher body)
            throws IOException {
        URI at = uri;
        for (int hops = 0; ; hops++) {
            var answer = authorized(method, at, headers, body);
            boolean follow = REDIRECTS.contains(answer.statusCode()) && (method.equals("GET") || method.equals("HEAD"));
            var location = answer.headers().firstValue("Location");
            if (!follow || location.isEmpty()) {
                return answer;
            }
            if (hops == MOST_REDIRECTS) {
                throw new IOException("registry " + endpoint + " redirects in circles");
            }
            answer.body().close();
            URI next = at.resolve(location.get());
            if (!Set.of("http", "https").contains(next.getScheme())
                    || (at.getScheme().equals("https") && !next.getScheme().equals("https"))) {
                throw new IOException("registry " + endpoint + " redirects from TLS to " + next.getScheme());
            }
            at = next;
        }
    }

    private HttpResponse<InputStream> authorized(
            String method, URI uri, Map<String, String> headers, BodyPublisher body) throws IOException {
        boolean own = isOwn(uri);
        String used = own ? login.header() : "";
        var answer = http.send(request(method, uri, headers, body, used));
        if (answer.statusCode() != 401 || !own) {
            return answer;
        }
        String renewed = login.answer(answer.headers().allValues("WWW-Authenticate"), used);
        if (renewed.isEmpty()) {
            return answer;
        }
        answer.body().close();
        return http.send(request(method, uri, headers, body, renewed));
    }

    private boolean isOwn(URI uri) {
        return endpoint.authority().equals(uri.getAuthority())
                && endpoint.scheme().equals(uri.getScheme());
    }

    private static HttpRequest request(
            String method, URI uri, Map<String, String> headers, BodyPublisher body, String authorization) {
        var request = HttpRequest.newBuilder(uri).method(method, body).timeout(RegistryHttp.ANSWER);
        request.setHeader("User-Agent", "jcompose");
        headers.forEach(request::setHeader);
        if (!authorization.isEmpty()) {
            request.setHeader("Authorization", authorization);
        }
        return request.build();
    }
}
