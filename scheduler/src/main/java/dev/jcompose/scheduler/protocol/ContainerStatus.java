package dev.jcompose.scheduler.protocol;

import dev.jcompose.api.container.ContainerSummary;
import java.util.List;

/**
 * A container as its agent last saw it.
 *
 * @param state as Docker's: {@code created}, {@code running}, {@code paused}, {@code restarting}, {@code exited}, {@code dead}
 * @param status for people: {@code Up 3 minutes (healthy)}
 * @param health as Docker's ({@code starting} and so on), or empty without a check
 * @param error why it is not as it should be, or empty: why it could not start, what an unhealthy one's check says
 * @param byHand it was stopped by a client's request and not by itself
 */
public record ContainerStatus(
        String id,
        String name,
        String state,
        String status,
        String health,
        int exitCode,
        boolean byHand,
        String imageId,
        String command,
        long created,
        String error,
        List<ContainerSummary.Port> ports) {

    public boolean running() {
        return state.equals("running") || state.equals("restarting") || state.equals("paused");
    }

    public boolean exited() {
        return state.equals("exited") || state.equals("dead");
    }
}
