package dev.jcompose.engine.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.system.AuthConfig;
import dev.jcompose.engine.content.BlobStore;
import dev.jcompose.engine.content.Descriptor;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.content.Manifest;
import dev.jcompose.engine.content.MediaType;
import dev.jcompose.engine.content.Platform;
import dev.jcompose.engine.content.Reference;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that breaks off, redirects, lies and pours: on loopback, written for this. */
class HostileRegistryTest {
    private static final byte[] LAYER = new byte[300_000];
    private static final byte[] CONFIG =
            "{\"architecture\":\"amd64\",\"os\":\"linux\"}".getBytes(StandardCharsets.UTF_8);
    private static final AuthConfig LOGIN = new AuthConfig("user", "secret", "", "", "", "");

    static {
        for (int i = 0; i < LAYER.length; i++) {
            LAYER[i] = (byte) (i * 31 + i / 1000);
        }
    }

    @TempDir
    Path dir;

    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private HttpServer storage;
    private BlobStore blobs;
    private Registry registry;
    private byte[] manifest;
    private Blob blob = (exchange, from) -> send(exchange, 200, LAYER);

    private interface Blob {
        void answer(HttpExchange exchange, int from) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        blobs = new BlobStore(dir);
        registry = new Registry(new RegistrySettings(List.of(), Set.of(), dir, Map.of()), blobs);
        manifest = Json.write(Manifest.image(
                Descriptor.of(MediaType.OCI_CONFIG, Digest.of(CONFIG), CONFIG.length), List.of(layer())));
        storage = listen(this::store);
        server = listen(this::serve);
    }

    @AfterEach
    void stop() {
        server.stop(0);
        storage.stop(0);
    }

    private static HttpServer listen(com.sun.net.httpserver.HttpHandler handler) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", handler);
        server.start();
        return server;
    }

    private static Descriptor layer() {
        return Descriptor.of(MediaType.OCI_LAYER, Digest.of(LAYER), LAYER.length);
    }

    private synchronized void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        asked.add(path + " " + authorization);
        if (path.equals("/token")) {
            send(exchange, 200, "{\"token\":\"t0ken\"}".getBytes(StandardCharsets.UTF_8));
        } else if (!"Bearer t0ken".equals(authorization)) {
            exchange.getResponseHeaders()
                    .set(
                            "WWW-Authenticate",
                            "Bearer realm=\"" + at(server) + "/token\",service=\"s\",scope=\"repository:a/b:pull\"");
            send(exchange, 401, new byte[0]);
        } else if (path.contains("/manifests/")) {
            exchange.getResponseHeaders().set("Content-Type", MediaType.OCI_MANIFEST);
            send(exchange, 200, manifest);
        } else if (path.endsWith(Digest.of(CONFIG).hex())) {
            send(exchange, 200, CONFIG);
        } else {
            blob.answer(exchange, from(exchange));
        }
    }

    private synchronized void store(HttpExchange exchange) throws IOException {
        asked.add("storage " + exchange.getRequestHeaders().getFirst("Authorization"));
        send(exchange, 200, LAYER);
    }

    private static int from(HttpExchange exchange) {
        String range = exchange.getRequestHeaders().getFirst("Range");
        return range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static String at(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void pull() throws IOException {
        var ref = Reference.parse("127.0.0.1:" + server.getAddress().getPort() + "/a/b:1");
        var found = registry.find(ref, Platform.HOST, LOGIN);
        found.fetch(found.layers().getFirst(), n -> {});
    }

    @Test
    void aTokenIsFetchedAndUsed() throws IOException {
        pull();
        assertArrayEquals(LAYER, blobs.read(Digest.of(LAYER)));
        assertTrue(asked.stream().anyMatch(a -> a.startsWith("/token Basic ")), asked::toString);
    }

    @Test
    void aRedirectElsewhereGetsNoCredentials() throws IOException {
        blob = (exchange, from) -> {
            exchange.getResponseHeaders().set("Location", at(storage) + "/signed");
            send(exchange, 307, new byte[0]);
        };
        pull();
        assertArrayEquals(LAYER, blobs.read(Digest.of(LAYER)));
        assertTrue(asked.contains("storage null"), asked::toString);
    }

    @Test
    void aDownloadThatBreaksOffIsContinued() throws IOException {
        var begins = new ArrayList<Integer>();
        blob = (exchange, from) -> {
            begins.add(from);
            exchange.sendResponseHeaders(from == 0 ? 200 : 206, LAYER.length - from);
            int length = Math.min(100_000, LAYER.length - from);
            exchange.getResponseBody().write(LAYER, from, length);
            exchange.getResponseBody().flush();
            exchange.close();
        };
        pull();
        assertArrayEquals(LAYER, blobs.read(Digest.of(LAYER)));
        assertEquals(0, begins.getFirst());
        assertTrue(begins.getLast() > 0, begins::toString);
    }

    @Test
    void aLyingRegistryIsFoundOutAndNothingIsKept() throws IOException {
        byte[] other = LAYER.clone();
        other[7]++;
        blob = (exchange, from) -> send(exchange, 200, other);
        assertThrows(EngineException.class, this::pull);
        assertFalse(blobs.has(Digest.of(LAYER)));
        assertFalse(Files.exists(blobs.partial(Digest.of(LAYER))));
    }

    @Test
    void moreBytesThanAnnouncedAreNotTaken() throws IOException {
        blob = (exchange, from) -> {
            exchange.sendResponseHeaders(200, 0);
            try (var out = exchange.getResponseBody()) {
                for (int i = 0; i < 100; i++) {
                    out.write(LAYER);
                }
            } catch (IOException expected) {
                exchange.close();
            }
        };
        assertThrows(EngineException.class, this::pull);
        assertTrue(Files.size(blobs.partial(Digest.of(LAYER))) <= LAYER.length);
    }
}
