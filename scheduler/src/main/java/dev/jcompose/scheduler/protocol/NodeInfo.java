package dev.jcompose.scheduler.protocol;

import java.util.Map;

/**
 * A node as it presents itself.
 *
 * @param labels set by the node's operator; constraints speak of {@code node.labels.NAME}
 */
public record NodeInfo(String id, String hostname, String os, String architecture, Map<String, String> labels) {}
