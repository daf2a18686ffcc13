package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code up} that stays, as its user sees it. */
@Tag("root")
@WithTicker
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
    void namedServicesComeAndGoInFrontOfAStackThatRuns() throws Exception {
        Launched.Ended job = jcompose.run("up", "--attach-dependencies", "job").ok();
        assertTrue(job.out().contains("job-1     | working\n"), job.out());
        assertTrue(job.out().contains("job-1 exited with code 5\n"), job.out());
        assertEquals("cat\nticker\n", ok("ps", "--services", "--status", "running"));
        try (Typed up = jcompose.typed("up", "cat")) {
            up.awaits("Attaching to cat-1").type(Typed.CTRL_C);
            assertEquals(130, up.ended(), up::shown);
            assertTrue(up.shown().contains("cat-1 exited with code"), up::shown);
        }
        assertEquals("ticker\n", ok("ps", "--services", "--status", "running"));
        ok("rm", "-f", "job");
    }

    @Test
    void withoutNamesTheEndOfWhatIsShownIsTheEnd() throws Exception {
        String file = jcompose.folder().resolve("shown.yaml").toString();
        Files.writeString(Path.of(file), """
                name: shown
                services:
                  job: {image: verbs-busybox, pull_policy: never, command: "true"}
                  quiet: {image: verbs-busybox, pull_policy: never, command: sleep 1000, stop_grace_period: 0s, attach: false}
                """);
        Launched.Ended up = jcompose.run("-f", file, "up").ok();
        assertTrue(up.out().contains("job-1 exited with code 0\n"), up.out());
        assertEquals("quiet\n", ok("-f", file, "ps", "--services", "--status", "running"));
        ok("-f", file, "down");
    }

    @Test
    void ctrlCTwiceDoesNotWaitForAServiceThatDoesNotListen() throws Exception {
        try (Typed up = jcompose.typed("up", "deaf")) {
            up.awaits("| \u001b[0mdeaf").type(Typed.CTRL_C);
            up.awaits("verbs-deaf-1 Stopping").type(Typed.CTRL_C);
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

    @Test
    void containersThatAnotherCommandMakesAnewAreFollowed() throws Exception {
        try (Typed up = jcompose.typed("up", "ticker")) {
            up.awaits("| \u001b[0mtick ");
            ok("up", "-d", "--force-recreate", "ticker");
            up.awaits("bye").awaits("ticker-1 has been recreated").awaits("| \u001b[0mtick 0\n");
            ok("stop", "ticker");
            assertEquals(0, up.ended(), up::shown);
            assertEquals(3, up.shown().split("bye\n", -1).length, "both have said it: " + up.shown());
        }
    }

    @Test
    void restartsAreToldAndStreamsKeepTheirLinesApart() throws Exception {
        String file = jcompose.folder().resolve("again.yaml").toString();
        Files.writeString(Path.of(file), """
                name: again
                services:
                  back: {image: verbs-busybox, pull_policy: never, restart: "on-failure:1", command: [sh, -c, "sleep 1; exit 1"]}
                  both:
                    image: verbs-busybox
                    pull_policy: never
                    command: [sh, -c, "printf out; echo err >&2"]
                """);
        Launched.Ended up = jcompose.run("-f", file, "up").ok();
        String out = up.out();
        assertTrue(out.contains("back-1 exited with code 1 (restarting)\n"), out);
        assertTrue(out.contains("back-1 exited with code 1\n"), out);
        assertTrue(up.err().contains("both-1  | err\n"), up.err());
        assertTrue(out.contains("both-1  | out\n"), out);
        String logs = ok("-f", file, "logs", "both");
        assertTrue(logs.contains("both-1  | err\n"), logs);
        ok("-f", file, "down");
    }

    private String ok(String... words) throws Exception {
        return jcompose.run(words).ok().out();
    }
}
