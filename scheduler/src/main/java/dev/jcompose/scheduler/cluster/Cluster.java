package dev.jcompose.scheduler.cluster;

import dev.jcompose.scheduler.protocol.Assigned;
import dev.jcompose.scheduler.protocol.Assignment;
import dev.jcompose.scheduler.protocol.NodeInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Nodes, sessions and assignments.
 *
 * @param nodes by id
 * @param revision the highest one given to an assignment
 * @param sessions the last session number given to an agent
 */
public record Cluster(SortedMap<String, NodeState> nodes, long revision, long sessions) {

    public static final Cluster EMPTY = new Cluster(new TreeMap<>(), 0, 0);

    public Cluster {
        nodes = Collections.unmodifiableSortedMap(nodes);
    }

    public NodeState node(String id) {
        NodeState node = nodes.get(id);
        return node == null ? NodeState.unknown(id) : node;
    }

    /** A cluster as the store has it, before any agent has registered. */
    public Cluster loaded(String node, Assigned assigned) {
        Cluster raised = new Cluster(nodes, Math.max(revision, assigned.revision()), sessions);
        return raised.with(node, state -> state.with(put(state, assigned)));
    }

    /** The agent of the node holds a new session; older ones are stale from now on. */
    public Cluster registered(NodeInfo info) {
        Cluster next = new Cluster(nodes, revision, sessions + 1);
        return next.with(info.id(), node -> new NodeState(info.id(), info, sessions + 1, 0, node.assigned()));
    }

    public Cluster lost(String node) {
        return with(node, state -> new NodeState(node, state.info(), 0, 0, state.assigned()));
    }

    /** The next message to the node's agent has been sent. */
    public Cluster sent(String node) {
        return with(
                node,
                state -> new NodeState(node, state.info(), state.session(), state.sequence() + 1, state.assigned()));
    }

    /** The node is to have {@code assignments}; each gets a revision of its own, in order. */
    public Cluster assigned(String node, List<Assignment> assignments) {
        TreeMap<String, Assigned> all = new TreeMap<>(node(node).assigned());
        long next = revision;
        for (Assignment assignment : assignments) {
            all.put(assignment.key(), new Assigned(assignment, ++next, false));
        }
        return new Cluster(nodes, next, sessions).with(node, state -> state.with(all));
    }

    /** The node has reached this revision; where nothing is left of it, it is forgotten. Unchanged by a stale report. */
    public Cluster reached(String node, String key, long reached) {
        Assigned now = node(node).assigned().get(key);
        if (now == null || now.revision() != reached || now.settled()) {
            return this;
        }
        return now.what().leavesNothing()
                ? forgotten(node, key)
                : with(node, state -> state.with(put(state, now.settle())));
    }

    public Cluster forgotten(String node, String key) {
        TreeMap<String, Assigned> rest = new TreeMap<>(node(node).assigned());
        rest.remove(key);
        return with(node, state -> state.with(rest));
    }

    /** The node that has an assignment with this key, or null. */
    public @Nullable String nodeOf(String key) {
        return nodes.values().stream()
                .filter(node -> node.assigned().containsKey(key))
                .map(NodeState::id)
                .findFirst()
                .orElse(null);
    }

    /** Every assignment of a stack, on whatever node. */
    public List<Assigned> ofStack(String stack) {
        List<Assigned> all = new ArrayList<>();
        nodes.values()
                .forEach(node -> node.assigned().values().stream()
                        .filter(assigned -> assigned.what().stack().equals(stack))
                        .forEach(all::add));
        return all;
    }

    private static TreeMap<String, Assigned> put(NodeState node, Assigned assigned) {
        TreeMap<String, Assigned> all = new TreeMap<>(node.assigned());
        all.put(assigned.what().key(), assigned);
        return all;
    }

    private Cluster with(String node, UnaryOperator<NodeState> change) {
        TreeMap<String, NodeState> changed = new TreeMap<>(nodes);
        changed.put(node, change.apply(node(node)));
        return new Cluster(changed, revision, sessions);
    }
}
