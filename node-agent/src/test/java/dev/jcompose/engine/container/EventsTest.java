package dev.jcompose.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jcompose.api.system.EventMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is told of a container's life, in Docker's words and order: needs root. */
@Tag("root")
class EventsTest extends InEngine {
    private static final String IDLE = "trap exit TERM; echo ready; while :; do sleep 0.05; done";

    private final Instant begin = Instant.now();

    private List<String> toldSince(Instant since) throws InterruptedException {
        List<String> told = new ArrayList<>();
        try (var past = engine.events.subscribe(since, each -> each.type().equals("container"))) {
            for (EventMessage each = past.poll(Duration.ZERO); each != null; each = past.poll(Duration.ZERO)) {
                told.add(each.action());
            }
        }
        return told;
    }

    @Test
    void aRestartTellsOfTheStopInIt() throws Exception {
        String id = engine.runReady(IDLE, "");
        Instant before = Instant.now();
        engine.containers.restart(id, null, null);
        assertEquals(List.of("kill", "die", "stop", "start", "restart"), toldSince(before));
    }

    @Test
    void ofHealthChecksTheirOutcomeAloneIsTold() throws Exception {
        engine.run(IDLE, "\"Healthcheck\":{\"Test\":[\"CMD\",\"true\"],\"Interval\":50000000}");
        Awaitility.await().until(() -> toldSince(begin).contains("health_status: healthy"));
        assertEquals(List.of("create", "start", "health_status: healthy"), toldSince(begin));
    }
}
