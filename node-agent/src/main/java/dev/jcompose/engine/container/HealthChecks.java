package dev.jcompose.engine.container;

/** Placeholder until probes run. */
final class HealthChecks {
    void begin(Container container) {}

    void end(Container container) {}
}
