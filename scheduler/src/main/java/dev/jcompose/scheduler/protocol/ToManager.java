package dev.jcompose.scheduler.protocol;

import java.util.List;

/** Messages of an agent. */
public sealed interface ToManager {
    record Register(NodeInfo node) implements ToManager {}

    record Heartbeat(String node, long session) implements ToManager {}

    record Reports(String node, long session, List<Report> reports) implements ToManager {}

    record Answer(String node, long session, long question, Observation observation) implements ToManager {}
}
