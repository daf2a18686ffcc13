package dev.jcompose.compose.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a service is spread, updated and bounded; empty texts are unset. */
public record Deploy(
        String mode,
        @Nullable Long replicas,
        Map<String, String> labels,
        @Nullable Update update,
        @Nullable Update rollback,
        Resources limits,
        Resources reservations,
        @Nullable RestartPolicy restartPolicy,
        Placement placement,
        String endpointMode) {

    /** How containers of an old form give way to those of a new one. */
    public record Update(
            @Nullable Long parallelism,
            @Nullable Duration delay,
            String failureAction,
            @Nullable Duration monitor,
            BigDecimal maxFailureRatio,
            String order) {}

    /**
     * Bounds or claims; 0 where unset.
     *
     * @param memory bytes
     */
    public record Resources(
            BigDecimal cpus, long memory, long pids, List<DeviceRequest> devices, List<Generic> generic) {}

    /** A countable resource of the user's own. */
    public record Generic(String kind, long value) {}

    /**
     * What happens to a container that ended.
     *
     * @param condition {@code none}, {@code on-failure} or {@code any}
     */
    public record RestartPolicy(
            String condition,
            @Nullable Duration delay,
            @Nullable Long maxAttempts,
            @Nullable Duration window) {}

    /**
     * Where containers may run.
     *
     * @param spread labels over whose values containers are spread evenly
     */
    public record Placement(List<String> constraints, List<String> spread, long maxReplicasPerNode) {}

    static Deploy of(View view) {
        View resources = view.structOrEmpty("resources", found -> found);
        return new Deploy(
                view.text("mode"),
                view.numberOrNull("replicas"),
                view.textByKey("labels"),
                view.struct("update_config", Deploy::update),
                view.struct("rollback_config", Deploy::update),
                resources.structOrEmpty("limits", Deploy::resources),
                resources.structOrEmpty("reservations", Deploy::resources),
                view.struct("restart_policy", Deploy::restartPolicy),
                view.structOrEmpty("placement", Deploy::placement),
                view.text("endpoint_mode"));
    }

    private static Update update(View view) {
        return new Update(
                view.numberOrNull("parallelism"),
                view.duration("delay"),
                view.text("failure_action"),
                view.duration("monitor"),
                view.decimal("max_failure_ratio"),
                view.text("order"));
    }

    private static Resources resources(View view) {
        return new Resources(
                view.decimal("cpus"),
                view.bytes("memory"),
                view.number("pids"),
                view.structs("devices", DeviceRequest::of),
                view.structs(
                        "generic_resources",
                        generic -> generic.structOrEmpty(
                                "discrete_resource_spec",
                                spec -> new Generic(spec.text("kind"), spec.number("value")))));
    }

    private static RestartPolicy restartPolicy(View view) {
        return new RestartPolicy(
                view.text("condition"),
                view.duration("delay"),
                view.numberOrNull("max_attempts"),
                view.duration("window"));
    }

    private static Placement placement(View view) {
        return new Placement(
                view.texts("constraints"),
                view.structs("preferences", preference -> preference.text("spread")),
                view.number("max_replicas_per_node"));
    }
}
