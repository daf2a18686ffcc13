package dev.jcompose.scheduler.cluster;

import dev.jcompose.scheduler.protocol.Assigned;
import dev.jcompose.scheduler.protocol.NodeInfo;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A node as the manager knows it.
 *
 * @param info null until its agent has registered
 * @param session 0 while no agent holds one
 * @param sequence of the last message to the agent in this session
 * @param assigned by key
 */
public record NodeState(
        String id, @Nullable NodeInfo info, long session, long sequence, SortedMap<String, Assigned> assigned) {

    public NodeState {
        assigned = Collections.unmodifiableSortedMap(assigned);
    }

    static NodeState unknown(String id) {
        return new NodeState(id, null, 0, 0, new TreeMap<>());
    }

    public boolean ready() {
        return session != 0;
    }

    NodeState with(SortedMap<String, Assigned> changed) {
        return new NodeState(id, info, session, sequence, changed);
    }
}
