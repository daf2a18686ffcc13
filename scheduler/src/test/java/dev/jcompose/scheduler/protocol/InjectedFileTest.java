package dev.jcompose.scheduler.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jcompose.api.json.Json;
import org.junit.jupiter.api.Test;

class InjectedFileTest {

    @Test
    void aCopyIsNotTakenForALiveFileWhenItComesFromTheStore() throws Exception {
        var copy = new InjectedFile("id", "/run/secrets/word", 0, 0, 0444, null);
        assertEquals(copy, Json.read(Json.DOCKER.writeValueAsBytes(copy), InjectedFile.class));
    }
}
