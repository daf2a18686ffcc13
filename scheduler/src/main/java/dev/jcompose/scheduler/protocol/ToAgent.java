package dev.jcompose.scheduler.protocol;

import java.util.List;

/** Messages of the manager. Those of another session than the agent's are stale and dropped. */
public sealed interface ToAgent {
    /** The whole set; what the agent has beyond it is not the manager's. */
    record Complete(long session, long sequence, List<Assigned> assigned) implements ToAgent {}

    /** Follows the message with {@code sequence - 1}; an agent that missed one registers anew. */
    record Incremental(long session, long sequence, List<Assigned> changed, List<String> forgotten)
            implements ToAgent {}

    record Ask(long session, long question, Query query) implements ToAgent {}

    /** The manager does not know the session (it was restarted, or the session expired): register anew. */
    record Unknown(long session) implements ToAgent {}
}
