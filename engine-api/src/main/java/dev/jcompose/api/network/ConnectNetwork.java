package dev.jcompose.api.network;

import org.jspecify.annotations.Nullable;

/** The body of connect. {@code container} is a name or an id. */
public record ConnectNetwork(String container, @Nullable EndpointSettings endpointConfig) {}
