package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Watchers of stacks of their own: one that is held while much changes, and one that only tells what it would do. */
@Tag("root")
@WithTicker
class WatchAloneTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Launched jcompose;

    WatchAloneTest(Launched jcompose) {
        this.jcompose = jcompose;
    }

    /** While the watcher is held the kernel keeps so many changes and drops the rest, in whichever folder they are. */
    @Test
    void whatTheKernelsQueueHasNoRoomForIsBroughtAllTheSame() throws Exception {
        Path quiet = Files.createDirectories(jcompose.folder().resolve("overflow/src/quiet"));
        Path noise = Files.createDirectories(quiet.resolveSibling("noise"));
        Path early = Files.writeString(quiet.resolve("early"), "x");
        String file = Files.writeString(jcompose.folder().resolve("overflow/compose.yaml"), """
                name: overflow
                services:
                  web:
                    image: verbs-busybox
                    pull_policy: never
                    command: sleep 1000
                    stop_grace_period: 0s
                    develop: {watch: [{path: src, action: sync, target: /tmp/app, initial_sync: true}]}
                """)
                .toString();
        Path shown = Files.createTempFile(jcompose.folder(), "shown", "");
        Process own = jcompose.background(shown, "-f", file, "watch");
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> Files.readString(shown).contains("Watch enabled"));
            hold(own);
            fillTheQueue(noise);
            Files.delete(early);
            Files.writeString(quiet.resolve("late"), "brought");
            signal("CONT", own);
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                String inside = "cd /tmp/app/quiet && for f in *; do echo $f: $(cat $f); done";
                Launched.Ended ended = jcompose.run("-f", file, "exec", "-T", "web", "sh", "-c", inside);
                assertEquals("late: brought\n", ended.out(), () -> ended.err() + read(shown));
            });
        } finally {
            own.destroyForcibly();
            jcompose.run("-f", file, "down", "-t", "0").ok();
        }
    }

    /** More changes than are kept for one program. Each differs from the one before, or the kernel would take them for one. */
    private void fillTheQueue(Path folder) throws Exception {
        // By cat, as the kernel gives a number only in one piece.
        int kept = Integer.parseInt(jcompose.shell(folder, "cat /proc/sys/fs/inotify/max_queued_events")
                .ok()
                .out()
                .strip());
        Path child = folder.resolve("child");
        for (int i = 0; i <= kept / 2; i++) {
            Files.createDirectory(child);
            Files.delete(child);
        }
    }

    /** Returns when no thread of it runs. */
    private static void hold(Process process) throws IOException, InterruptedException {
        signal("STOP", process);
        Awaitility.await().atMost(PATIENCE).until(() -> {
            try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
                return threads.allMatch(thread -> read(thread.resolve("status")).contains("State:\tT"));
            }
        });
    }

    private static void signal(String name, Process process) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        assertEquals(0, code);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aDryRunPrintsItsStepsAndEndsWithoutWatching() throws Exception {
        String before = worldOf("dry");
        Path folder = Files.createDirectories(jcompose.folder().resolve("dry"));
        Files.writeString(folder.resolve("Dockerfile"), "FROM verbs-busybox\n");
        String file = Files.writeString(folder.resolve("compose.yaml"), """
                name: dry
                services:
                  web: {build: ., command: sleep 1000, develop: {watch: [{path: ., action: sync, target: /app}]}}
                """).toString();
        for (List<String> words : List.of(
                List.of("watch", "--dry-run"), List.of("up", "--watch", "--dry-run"), List.of("--dry-run", "watch"))) {
            List<String> all = new ArrayList<>(List.of("-f", file));
            all.addAll(words);
            String said = jcompose.run(all.toArray(String[]::new)).ok().out();
            assertTrue(said.startsWith("1. build image dry-web") && said.contains("start container dry-web-1"), said);
            assertEquals(before, worldOf("dry"), words::toString);
        }
    }

    private String worldOf(String project) throws Exception {
        return jcompose.run("-p", project, "ps", "-aq").ok().out()
                + jcompose.run("-p", project, "volumes", "-q").ok().out()
                + jcompose.shell(
                                jcompose.folder(),
                                "for what in images/json networks; do"
                                        + " curl -fsS --unix-socket run/docker.sock http://d/v1.44/$what"
                                        + " | jq -r '.[] | .Name // .RepoTags[]?' | grep " + project + "; done")
                        .out();
    }
}
