package dev.jcompose.engine.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The HTTP clients, one for each kind of trust, made when first needed. Redirects are the caller's: they must drop credentials. */
final class RegistryHttp {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** On loopback nothing is far: what leaves a TLS greeting unanswered so long speaks plain HTTP, which is tried next. */
    private static final Duration CONNECT_LOOPBACK = Duration.ofSeconds(3);

    static final Duration ANSWER = Duration.ofSeconds(60);

    private final RegistrySettings settings;
    private final Map<String, HttpClient> clients = new ConcurrentHashMap<>();

    RegistryHttp(RegistrySettings settings) {
        this.settings = settings;
    }

    HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        try {
            return client(request.uri().getAuthority()).send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    private HttpClient client(String authority) {
        boolean insecure = settings.mayBeInsecure(authority);
        boolean loopback = RegistrySettings.isLoopback(authority);
        var own = settings.certificates().resolve(authority);
        String key = loopback ? "loopback" : insecure ? "anyone" : own.toString();
        return clients.computeIfAbsent(
                key,
                k -> new Proxies(settings.environment())
                        .equip(HttpClient.newBuilder())
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(loopback ? CONNECT_LOOPBACK : CONNECT)
                        .sslContext(insecure ? Trust.anyone() : Trust.of(own))
                        .build());
    }
}
