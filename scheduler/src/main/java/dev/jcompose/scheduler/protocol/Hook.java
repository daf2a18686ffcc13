package dev.jcompose.scheduler.protocol;

import java.util.List;

/**
 * A command in a container at a turn of its life, after its start or before its stop. Empty {@code user} and
 * {@code workingDir} are the container's.
 *
 * @param environment {@code KEY=value}, beside the container's
 */
public record Hook(
        List<String> command, String user, boolean privileged, String workingDir, List<String> environment) {}
