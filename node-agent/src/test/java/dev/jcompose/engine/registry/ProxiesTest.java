package dev.jcompose.engine.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
    private static String chosen(String uri, Map<String, String> environment) {
        Proxy proxy = new Proxies(environment).select(URI.create(uri)).getFirst();
        return proxy.equals(Proxy.NO_PROXY)
                ? "direct"
                : proxy.address().toString().replaceFirst("/<unresolved>", "");
    }

    @ParameterizedTest
    @CsvSource({
        "https://reg.test/v2/, tls.test:3129",
        "http://reg.test/v2/, plain.test:80",
        "https://127.0.0.1:5000/, direct",
        "https://localhost/, direct",
        "https://inner.test/, direct",
        "https://a.inner.test/, direct",
        "https://notinner.test/, tls.test:3129",
        "https://dot.only.test/, direct",
        "https://ported.test:5000/, direct",
        "https://ported.test/, tls.test:3129",
        "https://10.1.2.3/, direct",
        "https://11.1.2.3/, tls.test:3129"
    })
    void theSchemeAndTheExceptionsDecide(String uri, String expected) {
        assertEquals(
                expected,
                chosen(
                        uri,
                        Map.of(
                                "HTTPS_PROXY", "http://tls.test:3129",
                                "http_proxy", "plain.test",
                                "no_proxy", "inner.test, .only.test,ported.test:5000,10.0.0.0/8")));
    }

    @ParameterizedTest
    @CsvSource({"*, direct", "'', p.test:1"})
    void aStarIsEveryHost(String exceptions, String expected) {
        assertEquals(
                expected, chosen("http://reg.test/", Map.of("HTTP_PROXY", "http://p.test:1", "NO_PROXY", exceptions)));
    }
}
