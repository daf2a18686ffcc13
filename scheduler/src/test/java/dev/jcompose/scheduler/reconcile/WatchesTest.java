package dev.jcompose.scheduler.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.jcompose.scheduler.protocol.Task;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a {@code --wait} says of a container as time passes. */
class WatchesTest {
    private static final Instant BEGIN = Instant.EPOCH;
    private static final Instant LATER = BEGIN.plusMillis(500);

    private final World world = new World();
    private final Watches watches = new Watches();

    @BeforeEach
    void up() {
        world.with(world.up(world.stack("{'job':{'image':'j'}}")));
    }

    private Gate.Verdict at(Instant now, String state, String health, int exitCode) {
        world.see("shop-job-1", state, health, exitCode, false);
        Task task = world.tasks.values().iterator().next();
        return watches.of("wait", now).ready(await(), world.containers.get(task.id()), now);
    }

    private Action.Await await() {
        return new Action.Await(world.tasks.values().iterator().next(), Action.Await.Condition.READY);
    }

    @Test
    void aContainerWithoutACheckIsReadyOnceItHasRunForAMoment() {
        assertInstanceOf(Gate.Waiting.class, at(BEGIN, "running", "", 0));
        assertEquals(Optional.of(LATER), watches.wakes("wait", await()));
        assertInstanceOf(Gate.Waiting.class, at(LATER.minusMillis(1), "running", "", 0));
        assertInstanceOf(Gate.Open.class, at(LATER, "running", "", 0));
    }

    @Test
    void aProgramThatFailsInThatMomentIsNotReady() {
        assertInstanceOf(Gate.Waiting.class, at(BEGIN, "running", "", 0));
        assertInstanceOf(Gate.Closed.class, at(BEGIN.plusMillis(20), "exited", "", 3));
    }

    @Test
    void itsMomentBeginsAnewWithEachStart() {
        assertInstanceOf(Gate.Waiting.class, at(BEGIN, "running", "", 0));
        assertInstanceOf(Gate.Waiting.class, at(BEGIN.plusMillis(400), "restarting", "", 1));
        assertInstanceOf(Gate.Waiting.class, at(BEGIN.plusMillis(600), "running", "", 0));
        assertInstanceOf(Gate.Open.class, at(BEGIN.plusMillis(1100), "running", "", 0));
    }

    @Test
    void whatIsDoneOrHasACheckIsReadyAtOnce() {
        assertInstanceOf(Gate.Open.class, at(BEGIN, "exited", "", 0));
        assertInstanceOf(Gate.Waiting.class, at(BEGIN, "running", "starting", 0));
        assertInstanceOf(Gate.Open.class, at(BEGIN, "running", "healthy", 0));
    }
}
