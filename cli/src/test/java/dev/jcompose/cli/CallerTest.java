package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallerTest {
    private static final Map<String, String> PLUGIN = Map.of("JCOMPOSE_CALLED", "docker-compose");

    @Test
    void whatDockerPutsBeforeAPluginsWordsIsItsOwn() {
        Caller caller = Caller.of(
                List.of("-D", "--config", "/c", "-H=unix:///x", "--context", "default", "compose", "-p", "x", "ps"),
                PLUGIN);
        assertEquals(List.of("--host", "unix:///x", "-p", "x", "ps"), caller.words());
        assertEquals("/c", caller.env().get("DOCKER_CONFIG"));
        assertThrows(UsageException.class, () -> Caller.of(List.of("-c", "far", "compose", "ps"), PLUGIN));
        assertThrows(UsageException.class, () -> Caller.of(List.of("--tlscert", "f", "compose", "ps"), PLUGIN));
    }

    @Test
    void aServiceOfThatNameIsNoPluginsWord() {
        List<String> words = List.of("logs", "compose");
        assertEquals(words, Caller.of(words, PLUGIN).words());
        assertEquals(
                List.of("compose", "ps"),
                Caller.of(List.of("compose", "ps"), Map.of()).words());
    }
}
