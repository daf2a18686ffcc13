package dev.jcompose.api.network;

public record DisconnectNetwork(String container, boolean force) {}
