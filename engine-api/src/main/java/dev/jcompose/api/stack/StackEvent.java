package dev.jcompose.api.stack;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of the stream that {@code apply}, {@code down} and the service actions answer. The last one is an outcome.
 *
 * @param type which of the members below is there: {@code plan}, {@code step}, {@code warning}, {@code outcome}
 * @param message the text of a warning
 */
@JsonNaming(LowerCamelCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record StackEvent(
        String type,
        @Nullable PlanView plan,
        @Nullable Progress step,
        String message,
        @Nullable Outcome outcome) {

    public static StackEvent plan(PlanView plan) {
        return new StackEvent("plan", plan, null, "", null);
    }

    public static StackEvent step(Progress step) {
        return new StackEvent("step", null, step, "", null);
    }

    public static StackEvent warning(String message) {
        return new StackEvent("warning", null, null, message, null);
    }

    public static StackEvent outcome(Outcome outcome) {
        return new StackEvent("outcome", null, null, "", outcome);
    }

    /**
     * How a step goes on.
     *
     * @param id of the plan's step, empty where it is none ({@link #keeping}); {@code action}, {@code object} and {@code name} are repeated from it
     * @param phase {@code started}, {@code progress}, {@code done}, {@code failed}, {@code undone},
     *     {@code kept} of what was to be removed and is in use
     * @param message of a failure, or what goes on: {@code Downloading}; of a build a piece of its words, which a newline ends
     * @param part the layer that progresses; {@code post_start} or {@code pre_stop} where the message is a hook's words; or empty
     * @param current bytes, with {@code total}; 0 where unknown
     */
    @JsonNaming(LowerCamelCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Progress(
            String id,
            String action,
            String object,
            String name,
            String phase,
            String message,
            String part,
            long current,
            long total) {
        /** No step of a plan: nothing is done about a container, as it is {@code running} or {@code stopped}. */
        public static Progress keeping(String container, String state) {
            return new Progress("", "keep " + state, "container", container, "done", "", "", 0, 0);
        }

        /** Whether the message is a hook's words. */
        public boolean byHook() {
            return part.equals("post_start") || part.equals("pre_stop");
        }

        /** The same with other words. */
        public Progress saying(String words) {
            return new Progress(id, action, object, name, phase, words, part, 0, 0);
        }

        /** The same told as another action on another object of its kind. */
        public Progress as(String otherAction, String otherName) {
            return new Progress(id, otherAction, object, otherName, phase, message, part, current, total);
        }
    }

    /**
     * How it ended.
     *
     * @param kind an {@link dev.jcompose.api.error.ErrorKind} by name where {@code ok} is false
     * @param question where a yes ({@code options.assumeYes}) would let the same request go on; else empty
     * @param containers service → ids of its containers afterwards; of {@code run}: the one-off alone
     */
    @JsonNaming(LowerCamelCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Outcome(
            @JsonInclude boolean ok,
            String kind,
            String message,
            Map<String, List<String>> containers,
            String question) {

        public Outcome(boolean ok, String kind, String message, Map<String, List<String>> containers) {
            this(ok, kind, message, containers, "");
        }
    }
}
