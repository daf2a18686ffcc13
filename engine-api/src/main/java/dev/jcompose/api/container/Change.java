package dev.jcompose.api.container;

/** @param kind 0 modified, 1 added, 2 deleted */
public record Change(String path, int kind) {}
