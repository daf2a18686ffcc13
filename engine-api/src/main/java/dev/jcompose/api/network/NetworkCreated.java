package dev.jcompose.api.network;

public record NetworkCreated(String id, String warning) {}
