package dev.jcompose.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.container.RestartPace;
import dev.jcompose.api.container.RestartPolicy;
import dev.jcompose.api.json.Json;
import dev.jcompose.engine.container.ContainerRecord.State;
import dev.jcompose.engine.container.ContainerRecord.Status;
import dev.jcompose.engine.container.RestartDecision.Again;
import dev.jcompose.engine.container.RestartDecision.Occasion;
import dev.jcompose.engine.container.RestartDecision.Stay;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartDecisionTest {

    private static RestartDecision after(String policy, int most, boolean byHand, int code, int restarts) {
        var state = new State(Status.EXITED, byHand, code, false, "", Json.ZERO_TIME, Json.ZERO_TIME, restarts, 0);
        return RestartDecision.decide(new RestartPolicy(policy, most), state, false, Occasion.EXIT, 1, Backoff.DEFAULT);
    }

    private static RestartDecision atStart(String policy, boolean byHand, boolean owned) {
        var state = new State(Status.EXITED, byHand, 1, false, "", Json.ZERO_TIME, Json.ZERO_TIME, 0, 0);
        return RestartDecision.decide(
                new RestartPolicy(policy, 0), state, owned, Occasion.DAEMON_START, 0, Backoff.DEFAULT);
    }

    private static final RestartDecision SOON = new Again(Duration.ofMillis(100));
    private static final RestartDecision AT_ONCE = new Again(Duration.ZERO);

    @Test
    void policiesSayWhatEndsAndWhatGoesOn() {
        assertEquals(new Stay(), after("no", 0, false, 1, 0));
        assertEquals(SOON, after("always", 0, false, 0, 0));
        assertEquals(SOON, after("unless-stopped", 0, false, 0, 0));
        assertEquals(new Stay(), after("on-failure", 0, false, 0, 0));
        assertEquals(SOON, after("on-failure", 0, false, 1, 99));
        assertEquals(SOON, after("on-failure", 3, false, 1, 2));
        assertEquals(new Stay(), after("on-failure", 3, false, 1, 3));
    }

    @Test
    void aUsersStopWinsOverEveryPolicy() {
        for (String policy : new String[] {"always", "unless-stopped", "on-failure"}) {
            assertEquals(new Stay(), after(policy, 0, true, 137, 0));
        }
    }

    @Test
    void onlyAlwaysForgetsTheStopWhenTheDaemonComesBack() {
        assertEquals(AT_ONCE, atStart("always", true, false));
        assertEquals(new Stay(), atStart("unless-stopped", true, false));
        assertEquals(AT_ONCE, atStart("unless-stopped", false, false));
        assertEquals(new Stay(), atStart("no", false, false));
    }

    @Test
    void whatAManagerOwnsWaitsForTheManager() {
        assertEquals(new Stay(), atStart("always", false, true));
    }

    @Test
    void aPaceSaysHowLongToWaitAndWhatWasASuccess() {
        var policy = new RestartPolicy("on-failure", 1, new RestartPace(5_000_000_000L, 200L));
        var state = new State(Status.EXITED, false, 1, false, "", Json.ZERO_TIME, Json.ZERO_TIME, 1, 0);
        assertEquals(new Stay(), decide(policy, state));
        assertEquals(new Again(Duration.ofSeconds(5)), decide(policy, state.forgiving()));
        assertFalse(RestartDecision.forgives(policy, Duration.ofNanos(199)));
        assertTrue(RestartDecision.forgives(policy, Duration.ofNanos(200)));
        assertFalse(RestartDecision.forgives(new RestartPolicy("on-failure", 1), Duration.ofDays(1)));
    }

    private static RestartDecision decide(RestartPolicy policy, State state) {
        return RestartDecision.decide(policy, state, false, Occasion.EXIT, 1, Backoff.DEFAULT);
    }

    @Test
    void waitingDoublesUpToItsBound() {
        assertEquals(Duration.ofMillis(100), Backoff.DEFAULT.after(1));
        assertEquals(Duration.ofMillis(400), Backoff.DEFAULT.after(3));
        assertEquals(Duration.ofMinutes(1), Backoff.DEFAULT.after(11));
        assertEquals(Duration.ofMinutes(1), Backoff.DEFAULT.after(1000));
    }
}
