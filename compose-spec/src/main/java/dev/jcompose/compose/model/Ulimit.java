package dev.jcompose.compose.model;

/** A resource limit of processes. */
public record Ulimit(String name, long soft, long hard) {}
