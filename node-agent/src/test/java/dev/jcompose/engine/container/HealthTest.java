package dev.jcompose.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.container.ContainerState.Health;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Health checks run in real containers: needs root. */
@Tag("root")
class HealthTest extends InEngine {
    private static final String IDLE = "trap exit TERM; while :; do sleep 0.05; done";

    private static String check(String test, String more) {
        return "\"Healthcheck\":{\"Test\":[\"CMD-SHELL\",\"" + test + "\"],\"Interval\":50000000" + more + "}";
    }

    private Health health(String id) {
        Health health = engine.containers.inspect(id).state().health();
        assertNotNull(health);
        return health;
    }

    @Test
    void healthFollowsTheProbe() {
        String id = engine.run(IDLE, check("echo looked; test -e /tmp/ok", ",\"Retries\":2"));
        assertEquals("starting", health(id).status());
        Awaitility.await().until(() -> health(id).status().equals("unhealthy"));
        assertTrue(health(id).failingStreak() >= 2);
        assertEquals("looked\n", health(id).log().getLast().output());
        assertEquals(1, health(id).log().getLast().exitCode());

        String exec = engine.containers.execCreate(
                id,
                new dev.jcompose.api.container.ExecConfig(
                        java.util.List.of("touch", "/tmp/ok"),
                        java.util.List.of(),
                        "",
                        "",
                        false,
                        false,
                        false,
                        true,
                        true,
                        "",
                        java.util.List.of()));
        engine.containers.execStart(exec, new dev.jcompose.api.container.ExecStart(true, false, java.util.List.of()));
        Awaitility.await().until(() -> health(id).status().equals("healthy"));
        assertTrue(engine.containers
                .list(false, 0, false, java.util.Map.of())
                .getFirst()
                .status()
                .endsWith("(healthy)"));
        engine.restart();
        Awaitility.await().until(() -> health(id).status().equals("healthy"));
    }

    @Test
    void failuresInTheStartPeriodDoNotCount() {
        String id = engine.run(
                IDLE, check("false", ",\"Retries\":1,\"StartPeriod\":600000000000,\"StartInterval\":20000000"));
        Awaitility.await().until(() -> health(id).log().size() >= 3);
        assertEquals("starting", health(id).status());
    }

    @Test
    void aProbeThatHangsIsKilled() {
        String id = engine.run(IDLE, check("sleep 1000", ",\"Retries\":1,\"Timeout\":100000000"));
        Awaitility.await().until(() -> health(id).status().equals("unhealthy"));
        assertTrue(health(id).log().getFirst().output().contains("exceeded timeout"));
    }

    @Test
    void aProbeThatSaysMuchIsNotKeptFromItsEnd() {
        String id = engine.run(IDLE, check("head -c 5000000 /dev/zero | tr '\\\\0' x", ",\"Retries\":1"));
        Awaitility.await().until(() -> !health(id).status().equals("starting"));
        assertEquals("healthy", health(id).status());
        assertEquals("x".repeat(4096), health(id).log().getFirst().output());
    }

    @Test
    void theImagesCheckHoldsUnlessItIsTurnedOff() {
        var json = "{\"Image\":\"x\",\"Cmd\":[\"sleep\",\"100\"]," + check("true", "") + "}";
        engine.roots.image = dev.jcompose.api.json.Json.read(
                json.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                dev.jcompose.api.container.ContainerConfig.class);
        String inherits = engine.run(IDLE, "");
        Awaitility.await().until(() -> health(inherits).status().equals("healthy"));
        String off = engine.run(IDLE, "\"Healthcheck\":{\"Test\":[\"NONE\"]}");
        assertNull(engine.containers.inspect(off).state().health());
    }
}
