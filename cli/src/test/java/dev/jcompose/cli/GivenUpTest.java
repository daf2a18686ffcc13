package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Commands that wait for a container, and what becomes of their work when they are ended meanwhile. */
@Tag("root")
@WithTicker
class GivenUpTest {
    private static final String STACK = """
            name: gate
            services:
              first:
                image: verbs-busybox
                pull_policy: never
                init: true
                command: [sh, -c, "BEFORE; sleep 1000"]
                healthcheck: {test: [CMD, test, -e, /shared/ok], interval: 200ms, retries: 100000}
                volumes: [shared:/shared]
              late:
                image: verbs-busybox
                pull_policy: never
                init: true
                command: sleep 1000
                volumes: [shared:/shared]
                depends_on: {first: {condition: service_healthy}}
            volumes: {shared: {}}
            """;

    private final Launched jcompose;

    GivenUpTest(Launched jcompose) {
        this.jcompose = jcompose;
    }

    @Test
    void anUpThatIsInterruptedStartsNothingMore() throws Exception {
        String file = stack(":");
        try (Typed up = jcompose.typed("-f", file, "up", "-d")) {
            up.awaits("gate-first-1 Waiting").type(Typed.CTRL_C);
            assertEquals(130, up.ended(), up::shown);
        }
        assertLateStaysCreated(file);
    }

    @Test
    void anUpInTheDaemonIsGivenUpWithItsCaller() throws Exception {
        String file = stack(":");
        Path shown = Files.createTempFile(jcompose.folder(), "shown", "");
        Process up = jcompose.background(shown, "-f", file, "up", "-d");
        Awaitility.await().until(() -> Files.readString(shown).contains("gate-first-1 Waiting"));
        up.destroy();
        assertEquals(143, up.waitFor());
        assertLateStaysCreated(file);
    }

    @Test
    void aBuildThatIsGivenUpEndsItsCommandAndKeepsNobodyWaiting() throws Exception {
        Path file = jcompose.folder().resolve("endless.yaml");
        Files.writeString(file, """
                name: endless
                services:
                  endless:
                    build: {context: ., dockerfile_inline: "FROM verbs-busybox\\nRUN exec sleep 98765"}
                  quick:
                    image: verbs-busybox
                    pull_policy: never
                    command: "true"
                """);
        String running = "grep -lsz '^98765$' /proc/[0-9]*/cmdline";
        Path shown = Files.createTempFile(jcompose.folder(), "shown", "");
        Process build = jcompose.background(shown, "-f", file.toString(), "build");
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> !jcompose.shell(jcompose.folder(), running).out().isEmpty());
        build.destroy();
        assertEquals(143, build.waitFor());
        Awaitility.await()
                .until(() -> jcompose.shell(jcompose.folder(), running).out().isEmpty());
        ok("-f", file.toString(), "up", "-d", "quick");
        ok("-f", file.toString(), "down");
    }

    /** The next request has its turn once the first one has ended. */
    private void assertLateStaysCreated(String file) throws Exception {
        ok("-f", file, "up", "-d", "first");
        ok("-f", file, "exec", "-T", "first", "touch", "/shared/ok");
        ok("-f", file, "up", "-d", "--wait", "first");
        assertEquals("late\n", ok("-f", file, "ps", "-a", "--services", "--status", "created"));
        ok("-f", file, "down", "-v", "-t", "0");
    }

    @Test
    void sigquitTellsTheThreadsAndEndsNothing() throws Exception {
        Path shown = Files.createTempFile(jcompose.folder(), "shown", "");
        Process follows = jcompose.background(shown, "logs", "-f", "ticker");
        Awaitility.await().until(() -> Files.readString(shown).contains("tick"));
        jcompose.shell(jcompose.folder(), "kill -QUIT " + follows.pid());
        Awaitility.await().until(() -> Files.readString(shown).contains("Full thread dump"));
        follows.destroy();
        assertEquals(143, follows.waitFor());
    }

    /** As programs in the background of a script are started. */
    @Test
    void whoIsStartedToIgnoreInterruptsIgnoresThem() throws Exception {
        String script = """
                trap '' INT
                %s logs -f ticker > ignoring 2>&1 &
                begun=$!
                lines() { grep -c tick ignoring; }
                until [ $(lines) -gt 0 ]; do sleep 0.1; done
                kill -INT $begun
                seen=$(lines)
                until [ $(lines) -gt $seen ]; do sleep 0.1; done
                kill $begun
                wait $begun
                echo $?
                """.formatted(Launched.TOP.resolve("jcompose"));
        assertEquals("143\n", jcompose.shell(jcompose.folder(), script).ok().out());
    }

    @Test
    void runWaitsForWhatItsServiceDependsOn() throws Exception {
        String file = stack("sleep 1; touch /shared/ok");
        ok("-f", file, "run", "--rm", "late", "test", "-e", "/shared/ok");
        ok("-f", file, "down", "-v", "-t", "0");
    }

    private String stack(String command) throws Exception {
        Path file = jcompose.folder().resolve("gate.yaml");
        Files.writeString(file, STACK.replace("BEFORE", command));
        return file.toString();
    }

    private String ok(String... words) throws Exception {
        return jcompose.run(words).ok().out();
    }
}
