package dev.jcompose.scheduler.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.stack.StackOrigin;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A number that is wrong is told at its service, and neither cut short nor tried. */
class StackSizeTest {
    private static StackSpec read(String services) {
        String project = "{\"name\": \"n\", \"services\": {\"small\": {\"image\": \"x\"}, " + services + "}}";
        return StackReader.read(
                Json.read(project.getBytes(StandardCharsets.UTF_8), JsonNode.class),
                new StackOrigin("/n", List.of(), true),
                Map.of(),
                Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"deploy\": {\"replicas\": 5000}", "\"scale\": 4294967297"})
    void tooManyReplicasAreRefusedAtTheirService(String wanted) {
        EngineException e =
                assertThrows(EngineException.class, () -> read("\"wide\": {\"image\": \"x\", " + wanted + "}"));
        assertTrue(String.valueOf(e.getMessage()).startsWith("services.wide: with its "), e.getMessage());
    }

    @Test
    void aLargeStackIsTaken() {
        StackSpec spec = read("\"wide\": {\"image\": \"x\", \"scale\": 4999}");
        assertEquals(4_999, spec.services().get("wide").replicas());
    }
}
