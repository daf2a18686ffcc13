package dev.jcompose.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real containers through conmon and crun: namespaces and cgroups need root. */
@Tag("root")
class LifecycleTest extends InEngine {
    @Test
    void exitCodeIsThatOfTheProcess() {
        String id = engine.run("exit 7", "");
        assertEquals(7, engine.exitCode(id));
        assertEquals("exited", engine.containers.inspect(id).state().status());
    }

    @Test
    void whoAttachesBeforeTheStartMissesNothing() {
        assertEquals("one\ntwo\n", engine.output("echo one; echo two", ""));
    }

    @Test
    void stopAsksFirstAndKillsLater() {
        String gentle = engine.runReady("trap 'exit 3' TERM; echo ready; while :; do sleep 0.05; done", "");
        engine.containers.stop(gentle, 10, null);
        assertEquals(3, engine.containers.inspect(gentle).state().exitCode());

        String deaf = engine.runReady("trap '' TERM; echo ready; while :; do sleep 0.05; done", "");
        engine.containers.stop(deaf, 0, null);
        assertEquals(137, engine.containers.inspect(deaf).state().exitCode());
    }

    @Test
    void aRunningContainerSurvivesTheDaemon() {
        String id = engine.runReady("trap 'exit 5' TERM; echo ready; while :; do sleep 0.05; done", "");
        int pid = engine.containers.inspect(id).state().pid();
        engine.restart();
        var state = engine.containers.inspect(id).state();
        assertEquals("running", state.status());
        assertEquals(pid, state.pid());
        engine.containers.stop(id, 10, null);
        assertEquals(5, engine.containers.inspect(id).state().exitCode());
    }

    @Test
    void anExitWhileTheDaemonIsAwayIsNoted() throws IOException {
        String id = engine.run("sleep 0.3; exit 9", "");
        Path exit = engine.config.runRoot().resolve("containers").resolve(id).resolve("exit");
        engine.containers.close();
        engine.store.close();
        Awaitility.await().until(() -> Files.exists(exit));
        engine.restart();
        assertEquals(9, engine.containers.inspect(id).state().exitCode());
    }

    @Test
    void aHostThatGoesDownAsksContainersToEndAndStartsThemAgainWhenItIsBack() throws IOException {
        var always =
                ",\"HostConfig\":{\"RestartPolicy\":{\"Name\":\"always\"},\"Binds\":[\"" + engine.folder + ":/host\"]}";
        String gentle = engine.runReady(
                "trap 'echo asked >> /host/told; exit' USR1; trap '' TERM; echo ready; while :; do sleep 0.05; done",
                "\"StopSignal\":\"SIGUSR1\",\"StopTimeout\":60" + always);
        String deaf =
                engine.runReady("trap '' TERM; echo ready; while :; do sleep 0.05; done", "\"StopTimeout\":0" + always);
        String never = engine.runReady(IDLE, "");
        String stopped = engine.runReady(IDLE, "");
        engine.containers.stop(stopped, 10, null);
        var pids = Stream.of(gentle, deaf, never)
                .map(id -> engine.containers.inspect(id).state().pid())
                .toList();

        engine.containers.standDown();
        assertEquals("asked", Files.readString(engine.folder.resolve("told")).strip());
        pids.forEach(pid -> assertFalse(isAlive(pid), "one is left: " + pid));

        engine.restart();
        Awaitility.await().untilAsserted(() -> {
            assertEquals("running", engine.containers.inspect(gentle).state().status());
            assertEquals("running", engine.containers.inspect(deaf).state().status());
        });
        assertEquals("exited", engine.containers.inspect(never).state().status());
        assertEquals("exited", engine.containers.inspect(stopped).state().status());
    }

    @Test
    void aKilledMonitorEndsItsContainer() {
        String id = engine.run("while :; do sleep 0.05; done", "");
        killMonitor(id);
        assertEquals(137, engine.exitCode(id));
    }

    @Test
    void anEndIsToldAlsoWhereNotAllCanBeClearedAway() {
        String id = engine.runReady(IDLE, "");
        engine.networks.stuck = true;
        engine.containers.stop(id, 10, null);
        assertEquals("exited", engine.containers.inspect(id).state().status());
        assertThrows(LinuxException.class, () -> engine.containers.start(id));
        assertThrows(LinuxException.class, () -> engine.containers.remove(id, true, true));

        engine.networks.stuck = false;
        engine.containers.start(id);
        assertEquals("running", engine.containers.inspect(id).state().status());
    }

    @Test
    void aContainerThatCannotBeClearedAwayKeepsNoDaemonFromStarting() {
        String ended = engine.runReady(IDLE, "");
        String other = engine.runReady(IDLE, "");
        engine.restart(() -> {
            killMonitor(ended);
            engine.networks.stuck = true;
        });
        assertEquals(137, engine.containers.inspect(ended).state().exitCode());
        assertEquals("running", engine.containers.inspect(other).state().status());
        // Now it is one that has ended, with what its run left.
        engine.restart();
        assertEquals("exited", engine.containers.inspect(ended).state().status());
        assertEquals("running", engine.containers.inspect(other).state().status());

        engine.networks.stuck = false;
        engine.containers.start(ended);
        assertEquals("running", engine.containers.inspect(ended).state().status());
    }

    @Test
    void whatNoRecordKnowsAndCannotGoKeepsNoDaemonFromStarting() {
        String unknown = engine.runReady(IDLE, "");
        String other = engine.runReady(IDLE, "");
        engine.store
                .commit(new dev.jcompose.store.Batch()
                        .delete("container", unknown)
                        .delete("container-state", unknown))
                .join();
        engine.restart(() -> engine.networks.stuck = true);
        assertEquals(List.of(other), engine.containers.ids());
        assertEquals("running", engine.containers.inspect(other).state().status());

        engine.networks.stuck = false;
        engine.restart();
        assertFalse(Files.exists(engine.config.runRoot().resolve("containers").resolve(unknown)));
    }

    @Test
    void whoWaitsForARemovalHearsThatItFailed() {
        String id = engine.runReady(IDLE, "\"HostConfig\":{\"AutoRemove\":true}");
        var removed = engine.containers.await(id, "removed");
        engine.networks.stuck = true;
        engine.containers.kill(id, "KILL");
        assertThrows(ExecutionException.class, () -> removed.get(20, TimeUnit.SECONDS));

        engine.networks.stuck = false;
        var removedNow = engine.containers.await(id, "removed");
        engine.containers.remove(id, false, true);
        assertEquals(137, removedNow.join());
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatCannotBeNotedIsNotStartedAndKeepsNobodyWaiting() {
        String id = engine.shell("touch /ran", "");
        try (var session = engine.containers.attach(id, false, true, true)) {
            engine.store.close();
            var refused = assertThrows(EngineException.class, () -> engine.containers.start(id));
            assertEquals(ErrorKind.UNAVAILABLE, refused.kind());
            assertEquals("", Engine.text(session));
        }
        engine.restart();
        assertEquals("created", engine.containers.inspect(id).state().status());
        assertEquals(List.of(), engine.containers.changes(id));
    }

    private void killMonitor(String id) {
        try {
            Path file =
                    engine.config.runRoot().resolve("containers").resolve(id).resolve("conmon.pid");
            var monitor = ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
                    .orElseThrow();
            monitor.destroyForcibly();
            Awaitility.await().until(() -> !Monitors.watches((int) monitor.pid(), id));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aCommandThatIsMissingIsSaidAndLeavesNothing() {
        String id = engine.create("{\"Image\":\"busybox\",\"Cmd\":[\"/no/such\"]}");
        var failure = assertThrows(EngineException.class, () -> engine.containers.start(id));
        assertTrue(failure.getMessage().contains("/no/such"), failure.getMessage());
        var state = engine.containers.inspect(id).state();
        assertEquals("created", state.status());
        assertEquals(127, state.exitCode());
    }

    @Test
    void policyStartsItAgainUntilAHandStopsIt() {
        String id = engine.run(
                "exit 1", "\"HostConfig\":{\"RestartPolicy\":{\"Name\":\"on-failure\",\"MaximumRetryCount\":2}}");
        Awaitility.await()
                .until(() -> engine.containers.inspect(id).restartCount() == 2
                        && engine.containers.inspect(id).state().status().equals("exited"));

        String always = engine.run("exit 0", "\"HostConfig\":{\"RestartPolicy\":{\"Name\":\"always\"}}");
        Awaitility.await().until(() -> engine.containers.inspect(always).restartCount() > 1);
        engine.containers.stop(always, 1, null);
        assertEquals("exited", engine.containers.inspect(always).state().status());
    }

    @Test
    void attemptsThatLastedAreForgottenAlsoByTheNextDaemon() {
        String policy = "\"HostConfig\":{\"RestartPolicy\":{\"Name\":\"on-failure\",\"MaximumRetryCount\":1,"
                + "\"Pace\":{\"Delay\":0,\"Window\":100000000}}}";
        String id = engine.run("sleep 0.2; exit 1", policy);
        Awaitility.await().until(() -> isAt(id, 2));
        engine.restart();
        int before = engine.containers.inspect(id).restartCount();
        Awaitility.await().until(() -> engine.containers.inspect(id).restartCount() > before);
    }

    @Test
    void anAttemptThatLastedIsForgottenWhereItEndedWithoutADaemon() {
        String policy = "\"HostConfig\":{\"RestartPolicy\":{\"Name\":\"on-failure\",\"MaximumRetryCount\":1,"
                + "\"Pace\":{\"Delay\":0,\"Window\":100000000}}}";
        String id = engine.run("sleep 0.2; exit 1", policy);
        Awaitility.await().until(() -> isAt(id, 1));
        Path exit = engine.config.runRoot().resolve("containers").resolve(id).resolve("exit");
        engine.restart(() -> Awaitility.await().until(() -> Files.exists(exit)));
        Awaitility.await().until(() -> engine.containers.inspect(id).restartCount() > 1);
    }

    /** In the midst of a start the daemon before would go on, which one that is killed does not. */
    private boolean isAt(String id, int restart) {
        var seen = engine.containers.inspect(id);
        return seen.restartCount() >= restart && seen.state().pid() > 0;
    }

    @Test
    void aNameIsTakenOnce() {
        var request = "{\"Image\":\"busybox\",\"Cmd\":[\"true\"]}";
        String id = engine.create(request);
        engine.containers.rename(id, "web");
        String other = engine.create(request);
        var failure = assertThrows(EngineException.class, () -> engine.containers.rename(other, "web"));
        assertEquals(ErrorKind.CONFLICT, failure.kind());
        assertEquals(id, engine.containers.inspect("/web").id());
    }

    @Test
    void pausedContainersStandStillAndAreAdoptedSo() {
        String id = engine.run("while :; do sleep 0.05; done", "");
        engine.containers.pause(id);
        engine.restart();
        assertEquals("paused", engine.containers.inspect(id).state().status());
        engine.containers.unpause(id);
        assertEquals("running", engine.containers.inspect(id).state().status());
    }

    @Test
    void whatNoRecordKnowsGoes() throws IOException {
        String id = engine.run("while :; do sleep 0.05; done", "");
        int pid = engine.containers.inspect(id).state().pid();
        engine.store
                .commit(new dev.jcompose.store.Batch().delete("container", id).delete("container-state", id))
                .join();
        engine.restart();
        assertEquals(List.of(), engine.containers.ids());
        Awaitility.await().until(() -> !isAlive(pid));
        assertTrue(engine.roots.list().isEmpty());
    }

    private static boolean isAlive(int pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    @Test
    void endsByASignalAndCommandsThatCannotRunHaveDockersCodes() {
        String terminated = engine.runReady("echo ready; exec sleep 1000", "");
        engine.containers.kill(terminated, "KILL");
        assertEquals(137, engine.exitCode(terminated));
        String byTerm = engine.runReady("sleep 1000 & echo ready; kill -TERM $!; wait $!", "");
        assertEquals(143, engine.exitCode(byTerm), "the shell's own word for a child that TERM ended");
        String notExecutable = engine.create("{\"Image\":\"busybox\",\"Cmd\":[\"/etc/passwd\"]}");
        assertThrows(EngineException.class, () -> engine.containers.start(notExecutable));
        assertEquals(126, engine.containers.inspect(notExecutable).state().exitCode());
        String missing = engine.create("{\"Image\":\"busybox\",\"Cmd\":[\"/no/such\"]}");
        assertThrows(EngineException.class, () -> engine.containers.start(missing));
        assertEquals(127, engine.containers.inspect(missing).state().exitCode());
    }

    @Test
    void theStopSignalIsTheContainersOwn() {
        String id = engine.runReady(
                "trap 'exit 4' USR1; trap '' TERM; echo ready; while :; do sleep 0.05; done",
                "\"StopSignal\":\"SIGUSR1\",\"StopTimeout\":20");
        engine.containers.stop(id, null, null);
        assertEquals(4, engine.containers.inspect(id).state().exitCode());
        String asked = engine.runReady("trap 'exit 5' INT; echo ready; while :; do sleep 0.05; done", "");
        engine.containers.stop(asked, 20, "INT");
        assertEquals(5, engine.containers.inspect(asked).state().exitCode());
    }
}
