package dev.jcompose.daemon;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostShutdownTest {
    @Test
    void theHostGoesDownWhereSystemdSaysSoAndNowhereElse() {
        assertTrue(answering("stopping").isUnderWay());
        // As systemctl does, which exits with 1 then.
        assertTrue(new HostShutdown(List.of("sh", "-c", "echo stopping; exit 1")).isUnderWay());
        assertFalse(answering("running").isUnderWay());
        assertFalse(answering("offline").isUnderWay());
        assertFalse(new HostShutdown(List.of("/no/such/systemctl")).isUnderWay());
    }

    private static HostShutdown answering(String state) {
        return new HostShutdown(List.of("echo", state));
    }
}
