package dev.jcompose.engine.container;

/** Placeholder. */
final class LogRotation {
    void watch(Container container) {}

    void forget(Container container) {}
}
