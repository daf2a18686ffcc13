package dev.jcompose.api.container;

/** {@code kind}: 0 modified, 1 added, 2 deleted. */
public record Change(String path, int kind) {}
