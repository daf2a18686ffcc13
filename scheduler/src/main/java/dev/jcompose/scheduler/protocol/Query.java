package dev.jcompose.scheduler.protocol;

import java.util.List;
import java.util.Map;

/**
 * What a plan needs to know of a node: containers by task, networks and volumes by name, images by reference.
 *
 * @param images reference → the platform it has to be for; empty: any
 */
public record Query(List<String> tasks, List<String> networks, List<String> volumes, Map<String, String> images) {}
