package dev.jcompose.scheduler.desired;

/**
 * One entry of {@code depends_on}.
 *
 * @param required false: go on where it is missing or fails
 * @param restart the dependent restarts when this one was recreated or restarted
 */
public record Dependency(String service, Condition condition, boolean required, boolean restart) {
    public enum Condition {
        STARTED,
        HEALTHY,
        COMPLETED
    }
}
