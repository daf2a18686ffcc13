package dev.jcompose.compose.model;

/**
 * What a service waits for.
 *
 * @param condition {@code service_started}, {@code service_healthy} or {@code service_completed_successfully}
 * @param restart whether it restarts when its dependency is
 * @param required whether it cannot do without
 */
public record DependsOn(String service, String condition, boolean restart, boolean required) {
    static DependsOn of(String service, View view) {
        return new DependsOn(service, view.text("condition"), view.flag("restart"), view.flag("required"));
    }
}
