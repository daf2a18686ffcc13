package dev.jcompose.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.container.Resources.Ulimit;
import dev.jcompose.api.error.EngineException;
import java.util.List;
import org.junit.jupiter.api.Test;

class UlimitsTest {
    @Test
    void whoMayRaiseLimitsGivesAllThatTheKernelAllows() {
        var modest = Ulimits.of(List.of(new Ulimit("nofile", 512, 1024)), true);
        assertEquals(List.of(new OciSpec.Rlimit("RLIMIT_NOFILE", 1024, 512)), modest.limits());
        assertEquals(List.of(), modest.warnings());

        var tooMuch = Ulimits.of(List.of(new Ulimit("nofile", 512, Long.MAX_VALUE)), true);
        assertTrue(tooMuch.limits().getFirst().hard() >= 1024, tooMuch::toString);
        assertEquals(512, tooMuch.limits().getFirst().soft());
        assertEquals(1, tooMuch.warnings().size(), tooMuch::toString);
    }

    @Test
    void aSoftLimitAboveTheHardOneIsRefusedNotLowered() {
        var refused =
                assertThrows(EngineException.class, () -> Ulimits.of(List.of(new Ulimit("nofile", 100, 10)), true));
        assertEquals(
                "ulimit nofile: soft limit must be less than or equal to hard limit: 100 > 10", refused.getMessage());
    }
}
