package dev.jcompose.api.network;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Where a container's port is published.
 *
 * @param hostIp empty: every address
 * @param hostPort a number, a range {@code 8000-8010} to take a free one from, or empty: any free one
 */
public record PortBinding(@JsonProperty("HostIp") String hostIp, String hostPort) {}
