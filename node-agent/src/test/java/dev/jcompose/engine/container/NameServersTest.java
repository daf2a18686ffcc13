package dev.jcompose.engine.container;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameServersTest {
    private static CreateContainer with(String server) throws Exception {
        return Json.DOCKER.readValue("{\"HostConfig\":{\"Dns\":[\"" + server + "\"]}}", CreateContainer.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "2001:db8::53", "fe80::1"})
    void aNameServerIsNamedByItsAddress(String server) {
        assertDoesNotThrow(() -> NamespaceChecks.check(with(server)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"not-an-ip", "dns.example", ""})
    void aNameInItsPlaceIsRefused(String server) throws Exception {
        var wish = with(server);
        var refused = assertThrows(EngineException.class, () -> NamespaceChecks.check(wish));
        assertEquals(
                "dns " + server + " is no IP address: a name server is named by its own, as 192.0.2.53",
                refused.getMessage());
    }
}
