package dev.jcompose.engine.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.system.AuthConfig;
import dev.jcompose.engine.content.BlobStore;
import dev.jcompose.fixture.LocalRegistry;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Over TLS with an authority of one's own, without it by opt-in, through a proxy, with tokens: servers on an address of this
 * host that is not loopback, which would be trusted anyway.
 */
class WaysToARegistryTest {

    @TempDir
    Path dir;

    private final List<HttpServer> servers = new ArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private String host;
    private BlobStore blobs;

    @BeforeEach
    void findAddress() throws IOException {
        host = Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(each -> each instanceof Inet4Address && !each.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElse("");
        assumeTrue(!host.isEmpty(), "this host has no address but loopback");
        blobs = new BlobStore(dir.resolve("blobs"));
    }

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private String start(HttpServer server, Answer answer) {
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            answer.to(exchange);
        });
        server.start();
        servers.add(server);
        return host + ":" + server.getAddress().getPort();
    }

    private String plain(Answer answer) throws IOException {
        return start(HttpServer.create(new InetSocketAddress(host, 0), 0), answer);
    }

    /** With a certificate for its address that nobody but {@code authority.crt} vouches for. */
    private String overTls(Answer answer) throws Exception {
        Path store = dir.resolve("server.p12");
        if (!Files.exists(store)) {
            keytool(
                    "-genkeypair",
                    "-keystore",
                    store,
                    "-alias",
                    "it",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=registry",
                    "-ext",
                    "san=ip:" + host);
            keytool("-exportcert", "-rfc", "-keystore", store, "-alias", "it", "-file", dir.resolve("authority.crt"));
        }
        var keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        var server = HttpsServer.create(new InetSocketAddress(host, 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return start(server, answer);
    }

    private static void keytool(Object... words) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin/keytool").toString()));
        for (Object word : words) {
            command.add(word.toString());
        }
        command.addAll(List.of("-storepass", "changeit"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void ok(HttpExchange exchange) throws IOException {
        send(exchange, 200, "{}");
    }

    private Registry registry(Set<String> insecure, Map<String, String> environment) {
        return new Registry(new RegistrySettings(List.of(), insecure, dir.resolve("certs.d"), environment), blobs);
    }

    private static AuthConfig at(String server) {
        return new AuthConfig("user", "secret", "", server, "", "");
    }

    @Test
    void anAuthorityOfOnesOwnIsTrustedForItsRegistryAlone() throws Exception {
        String server = overTls(WaysToARegistryTest::ok);
        var unknown = assertThrows(
                EngineException.class, () -> registry(Set.of(), Map.of()).login(at(server)));
        assertTrue(unknown.getMessage().contains("certs.d/" + server + "/ca.crt"), unknown.getMessage());
        assertEquals(List.of(), asked, "nothing was sent to whom nobody trusts");
        Path other = Files.createDirectories(dir.resolve("certs.d/other.test"));
        Files.copy(dir.resolve("authority.crt"), other.resolve("ca.crt"));
        assertThrows(EngineException.class, () -> registry(Set.of(), Map.of()).login(at(server)));
        Path own = Files.createDirectories(dir.resolve("certs.d/" + server));
        Files.copy(dir.resolve("authority.crt"), own.resolve("ca.crt"));
        registry(Set.of(), Map.of()).login(at(server));
        assertEquals(1, asked.size());
    }

    @Test
    void withoutTlsOnlyByOptIn() throws Exception {
        assumeTrue(LocalRegistry.isPossible(), "docker-registry is missing");
        try (var real = LocalRegistry.start(dir, host, "")) {
            var login = at(real.address());
            var refused = assertThrows(
                    EngineException.class, () -> registry(Set.of(), Map.of()).login(login));
            assertTrue(refused.getMessage().contains("insecure-registries"), refused.getMessage());
            registry(Set.of(real.address()), Map.of()).login(login);
            registry(Set.of(host), Map.of()).login(login);
            registry(Set.of("255.255.255.255/32", host + "/31"), Map.of()).login(login);
            assertThrows(
                    EngineException.class,
                    () -> registry(Set.of("255.255.255.255/32"), Map.of()).login(login));
        }
    }

    @Test
    void aNameIsOfTheNetworkThatItsAddressLiesIn() throws Exception {
        var own = InetAddress.getLocalHost();
        Path settings = Files.writeString(
                dir.resolve("daemon.json"),
                "{\"insecure-registries\": [\"%s/%d\"]}".formatted(own.getHostAddress(), own.getAddress().length * 8));
        String name = own.getHostName() + ":5000";
        assertTrue(RegistrySettings.load(dir, Map.of()).mayBeInsecure(name));
        for (String wrong : List.of("http://registry.test", "registry.test/16", "10.0.0.0/33")) {
            Files.writeString(settings, "{\"insecure-registries\": [\"" + wrong + "\"]}");
            var refused = assertThrows(EngineException.class, () -> RegistrySettings.load(dir, Map.of()));
            assertTrue(refused.getMessage().contains(wrong), refused.getMessage());
        }
    }

    @Test
    void aSettingThatTheDaemonHasNotIsRefused() throws Exception {
        Path settings = Files.writeString(dir.resolve("daemon.json"), "{\"log-driver\": \"local\"}");
        var refused = assertThrows(EngineException.class, () -> RegistrySettings.load(dir, Map.of()));
        assertTrue(
                refused.getMessage().startsWith(settings + ": the daemon has no setting \"log-driver\""),
                refused.getMessage());
    }

    @Test
    void withAnyCertificateOnlyByOptIn() throws Exception {
        String server = overTls(WaysToARegistryTest::ok);
        assertThrows(EngineException.class, () -> registry(Set.of(), Map.of()).login(at(server)));
        registry(Set.of(host), Map.of()).login(at(server));
        assertEquals(1, asked.size());
    }

    @Test
    void aProxyIsUsedWithItsLoginAndNotWhereExceptionsSayNo() throws Exception {
        String proxy = plain(exchange -> {
            String login = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
            asked.add("proxy login " + login);
            if (login == null) {
                exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"proxy\"");
                send(exchange, 407, "");
            } else {
                ok(exchange);
            }
        });
        var environment =
                Map.of("HTTP_PROXY", "http://me:pass@" + proxy, "HTTPS_PROXY", "http://" + proxy, "NO_PROXY", host);
        registry(Set.of("registry.test"), environment).login(at("registry.test"));
        String login = Base64.getEncoder().encodeToString("me:pass".getBytes(StandardCharsets.UTF_8));
        assertTrue(asked.contains("proxy login Basic " + login), asked::toString);
        assertTrue(asked.stream().anyMatch(each -> each.startsWith("GET http://registry.test/v2/")), asked::toString);
        asked.clear();
        registry(Set.of(host), environment).login(at(overTls(WaysToARegistryTest::ok)));
        assertEquals(1, asked.size(), asked::toString);
        assertTrue(asked.getFirst().startsWith("GET /v2/ "), asked::toString);
    }

    @Test
    void aTokenOfIdentityIsExchangedAndNeverSentToTheRegistry() throws Exception {
        List<String> forms = new CopyOnWriteArrayList<>();
        String tokens = overTls(exchange -> {
            forms.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            send(exchange, 200, "{\"access_token\":\"fresh\"}");
        });
        String server = overTls(exchange -> {
            if ("Bearer fresh".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                ok(exchange);
            } else {
                exchange.getResponseHeaders()
                        .set("WWW-Authenticate", "Bearer realm=\"https://" + tokens + "/token\",service=\"it\"");
                send(exchange, 401, "");
            }
        });
        registry(Set.of(host), Map.of()).login(new AuthConfig("", "", "", server, "identity", ""));
        assertEquals(1, forms.size());
        assertTrue(
                forms.getFirst().contains("grant_type=refresh_token")
                        && forms.getFirst().contains("refresh_token=identity"),
                forms::toString);
        assertTrue(asked.stream().noneMatch(each -> each.contains("identity")), asked::toString);
    }

    @Test
    void aLoginIsNotSentToATokenServiceWithoutTlsByARegistryWithIt() throws Exception {
        String tokens = plain(exchange -> send(exchange, 200, "{\"token\":\"t\"}"));
        String server = overTls(exchange -> {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"http://" + tokens + "/token\"");
            send(exchange, 401, "");
        });
        var refused = assertThrows(
                EngineException.class, () -> registry(Set.of(host), Map.of()).login(at(server)));
        assertEquals(ErrorKind.UNAUTHORIZED, refused.kind());
        assertTrue(asked.stream().noneMatch(each -> each.contains("/token")), asked::toString);
        assertTrue(asked.stream().allMatch(each -> each.endsWith(" null")), asked::toString);
        assertTrue(refused.getMessage().contains("not protected by TLS"), refused.getMessage());
    }
}
