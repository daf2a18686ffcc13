package dev.jcompose.api.stack;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Comparator;
import java.util.List;

/**
 * A container of a stack.
 *
 * @param task the manager's name for it
 * @param number 1 and up among the replicas; 0 for a one-off
 * @param state as Docker's: {@code created}, {@code running}, {@code paused}, {@code restarting}, {@code exited}, {@code dead};
 *     {@code missing} where it was removed by hand
 * @param status for people: {@code Up 3 minutes (healthy)}
 * @param health as Docker's ({@code starting} and so on), or empty without a check
 * @param image the reference of the stack file
 * @param created seconds since 1970
 * @param ports in {@link Port#ORDER}
 */
@JsonNaming(LowerCamelCaseStrategy.class)
public record StackContainer(
        String id,
        String name,
        String task,
        String service,
        int number,
        boolean oneOff,
        String state,
        String status,
        String health,
        int exitCode,
        String image,
        String imageId,
        String command,
        long created,
        List<Port> ports) {

    /** Whether something of it runs, or soon will again. */
    public boolean hasProcesses() {
        return List.of("running", "paused", "restarting").contains(state);
    }

    /** Whether its processes are there now, be they frozen. */
    public boolean isAlive() {
        return List.of("running", "paused").contains(state);
    }

    /** A port; {@code hostIp} is empty and {@code published} 0 where it is exposed only. */
    @JsonNaming(LowerCamelCaseStrategy.class)
    public record Port(String hostIp, int published, int target, String protocol) {
        /** As a container's are listed: by their numbers in it. */
        public static final Comparator<Port> ORDER = Comparator.comparingInt(Port::target)
                .thenComparing(Port::hostIp)
                .thenComparingInt(Port::published)
                .thenComparing(Port::protocol);
    }
}
