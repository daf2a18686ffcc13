package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Services that do their work and end: how often it is done. */
@Tag("root")
@WithTicker
class JobsTest {
    private static final String STACK = """
            name: jobs
            x-job: &job
              command: [sh, -c, "echo ran $$TO >> /done/$$JOB"]
              volumes: [done:/done]
            services:
              each:
                <<: *job
                image: verbs-busybox
                pull_policy: never
                restart: on-failure
                environment: {JOB: each, TO: "1"}
              once:
                <<: *job
                image: jobs-once
                build: {context: ., labels: {edition: first}}
                restart: on-failure
                environment: {JOB: once, TO: "1"}
                x-jcompose: {once: true}
              witness:
                image: verbs-busybox
                pull_policy: never
                restart: always
                command: sleep 1000
                stop_grace_period: 0s
                volumes: [done:/done]
            volumes: {done: {}}
            """;

    private final Launched jcompose;
    private final Path file;

    JobsTest(Launched jcompose) {
        this.jcompose = jcompose;
        file = jcompose.folder().resolve("jobs.yaml");
    }

    @BeforeEach
    void up() throws Exception {
        write(STACK);
        jobs("up", "-d").ok();
        haveRun("ran 1", "ran 1");
    }

    @AfterEach
    void down() throws Exception {
        jobs("down", "-v", "-t", "0", "--rmi", "local").ok();
    }

    @Test
    void whatIsDoneRunsAtEachUpAndIsNoChangeOfThePlan() throws Exception {
        Launched.Ended plan = jobs("plan").ok();
        assertEquals("1. start container jobs-each-1 (run again)\n", plan.out());
        assertEquals(
                "1. start container jobs-each-1 (run again)\n",
                jobs("up", "-d", "--dry-run").ok().out());
        haveRun("ran 1", "ran 1");
        jobs("up", "-d").ok();
        haveRun("ran 1\nran 1", "ran 1");
    }

    @Test
    void whatIsDoneOnceIsDoneAgainForAnotherConfigurationAndForAnotherImage() throws Exception {
        write(STACK.replace("once, TO: \"1\"", "once, TO: \"2\""));
        Launched.Ended plan = jobs("plan");
        assertEquals(2, plan.code());
        assertTrue(plan.out().contains("create container jobs-once-1"), plan.out());
        jobs("up", "-d").ok();
        haveRun("ran 1\nran 1", "ran 1\nran 2");
        write(STACK.replace("once, TO: \"1\"", "once, TO: \"2\"").replace("edition: first", "edition: second"));
        jobs("build").ok();
        jobs("up", "-d").ok();
        haveRun("ran 1\nran 1\nran 1", "ran 1\nran 2\nran 2");
    }

    @Test
    void aWaitIsForJobsThatAreDoneAndFailsWithThoseThatFail() throws Exception {
        jobs("up", "-d", "--wait").ok();
        write(STACK.replace("/done/$$JOB\"]", "/done/$$JOB; exit $$TO\"]")
                .replace("restart: on-failure", "restart: \"no\""));
        Launched.Ended failed = jobs("up", "-d", "--wait", "each");
        assertEquals(1, failed.code(), failed.err());
        assertTrue(failed.err().contains("container jobs-each-1 exited (1); "), failed.err());
    }

    /** The witness was stopped, and the start of a daemon brings it back: then what the start repeats has begun. */
    @Test
    void aStartOfTheDaemonRepeatsNothingThatIsDone() throws Exception {
        jobs("stop", "witness").ok();
        jcompose.run("daemon", "restart").ok();
        Awaitility.await().until(() -> states().contains("witness running"));
        assertEquals(List.of("each exited", "once exited", "witness running"), states());
        haveRun("ran 1", "ran 1");
        assertFalse(jobs("events", "--since", "1h", "--until", "0s", "each")
                        .out()
                        .lines()
                        .filter(line -> line.contains(" start "))
                        .count()
                > 1);
    }

    private void write(String stack) throws IOException {
        Files.writeString(file, stack);
    }

    private Launched.Ended jobs(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("-f", file.toString()));
        all.addAll(List.of(words));
        return jcompose.run(all.toArray(String[]::new));
    }

    /** What is done once no job runs any more. */
    private void haveRun(String each, String once) {
        Awaitility.await().until(() -> states().containsAll(List.of("each exited", "once exited")));
        Awaitility.await()
                .untilAsserted(() -> assertEquals(
                        each + "\n" + once + "\n",
                        jobs("exec", "-T", "witness", "cat", "/done/each", "/done/once")
                                .ok()
                                .out()));
    }

    private List<String> states() throws Exception {
        return jobs("ps", "-a", "--format", "{{.Service}} {{.State}}")
                .ok()
                .out()
                .lines()
                .sorted()
                .toList();
    }
}
