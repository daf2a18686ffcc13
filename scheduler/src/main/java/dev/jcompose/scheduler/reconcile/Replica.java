package dev.jcompose.scheduler.reconcile;

import dev.jcompose.scheduler.protocol.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one replica.
 *
 * @param task the one that stays or comes
 * @param present its container, or null where it has to be created
 * @param replaced containers that go, the one in use first
 * @param why it is created or started, or null where nothing is to be done
 * @param starts it is to be started; {@code restarts}: it is stopped first, because a dependency comes anew
 */
record Replica(
        Task task,
        @Nullable Member present,
        List<Member> replaced,
        @Nullable Cause why,
        boolean starts,
        boolean restarts) {

    boolean creates() {
        return present == null;
    }

    boolean running() {
        return present != null && present.running();
    }

    /** Nothing is done about it, and it runs. */
    boolean stays() {
        return running() && why == null && replaced.isEmpty();
    }

    Replica restarted(Cause cause) {
        return new Replica(task, present, replaced, cause, true, true);
    }
}
