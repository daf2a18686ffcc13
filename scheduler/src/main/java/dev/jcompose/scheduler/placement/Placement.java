package dev.jcompose.scheduler.placement;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.scheduler.cluster.Cluster;
import dev.jcompose.scheduler.cluster.NodeState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Chooses a node for a task: of those that suit, the one with the fewest assignments, then the first by id. */
public final class Placement {

    private Placement() {}

    /**
     * Answers the node's id.
     *
     * @param what is placed, for the message
     * @throws EngineException UNAVAILABLE with the reason of every node
     */
    public static String choose(Cluster cluster, String what, String platform, List<String> constraints) {
        List<Filter> filters = List.of(Filter.ready(), Filter.platform(platform), Filter.constraints(constraints));
        List<NodeState> suited = new ArrayList<>();
        List<String> objections = new ArrayList<>();
        for (NodeState node : cluster.nodes().values()) {
            Optional<String> objection = filters.stream()
                    .map(filter -> filter.objection(node))
                    .flatMap(Optional::stream)
                    .findFirst();
            objection.ifPresentOrElse(why -> objections.add(node.id() + ": " + why), () -> suited.add(node));
        }
        return suited.stream()
                .min(Comparator.comparingInt((NodeState node) -> node.assigned().size())
                        .thenComparing(NodeState::id))
                .map(NodeState::id)
                .orElseThrow(() -> EngineException.unavailable(
                        "no node suits " + what + ": "
                                + (objections.isEmpty() ? "there is none" : String.join("; ", objections)),
                        null));
    }
}
