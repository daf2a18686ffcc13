package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code up} that stays, as its user sees it. */
@Tag("root")
@ExtendWith(TickerStack.class)
class ForegroundTest {
    private final Launched jcompose;

    ForegroundTest(Launched jcompose) {
        this.jcompose = jcompose;
    }

    @Test
    void ctrlCOnceStopsGently() throws Exception {
        ok("stop", "-t", "0");
        try (Typed up = jcompose.typed("up", "ticker")) {
            up.awaits("tick 2").type(Typed.CTRL_C);
            assertEquals(130, up.ended(), up::shown);
            assertTrue(up.shown().contains("Attaching to ticker-1\n"), up::shown);
            assertTrue(up.shown().contains("m" + "ticker-1  | \u001b[0mtick 2\n"), up::shown);
            assertTrue(up.shown().contains("\nGracefully stopping..."), up::shown);
            assertTrue(up.shown().contains("bye\n"), up::shown);
            assertTrue(up.shown().contains("ticker-1 exited with code 0\n"), up::shown);
        }
    }

    @Test
    void ctrlCTwiceDoesNotWaitForAServiceThatDoesNotListen() throws Exception {
        try (Typed up = jcompose.typed("up", "deaf")) {
            up.awaits("| \u001b[0mdeaf").type(Typed.CTRL_C);
            up.awaits("verbs-deaf-1  Stopping").type(Typed.CTRL_C);
            assertEquals(130, up.ended(), up::shown);
            assertTrue(up.shown().contains("deaf-1 exited with code 137\n"), up::shown);
        }
        ok("rm", "-f", "deaf");
    }

    @Test
    void upEndsWithTheCodeOfTheServiceItIsToldToWatch() throws Exception {
        Launched.Ended up = jcompose.run("up", "--exit-code-from", "job", "ticker", "job");
        assertEquals(5, up.code(), up.out() + up.err());
        assertTrue(up.out().contains("job-1     | working\n"), up.out());
        assertTrue(up.out().contains("ticker-1 exited with code 0\n"), up.out());
        assertEquals("", ok("ps", "-q", "ticker"));
        assertEquals(
                5,
                jcompose.run("up", "--abort-on-container-failure", "ticker", "job")
                        .code());
        assertEquals(1, jcompose.run("up", "-d", "--abort-on-container-exit").code(), "-d cannot see a container end");
    }

    private String ok(String... words) throws Exception {
        return jcompose.run(words).ok().out();
    }
}
