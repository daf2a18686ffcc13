package dev.jcompose.scheduler.protocol;

import java.util.List;

/** What a plan needs to know of a node: containers by task, networks and volumes by name, images by reference. */
public record Query(List<String> tasks, List<String> networks, List<String> volumes, List<String> images) {}
