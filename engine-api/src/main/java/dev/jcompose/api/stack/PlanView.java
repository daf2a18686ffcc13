package dev.jcompose.api.stack;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * A plan as it is shown. Values of environment, args and secrets are masked.
 *
 * @param digest names exactly these steps; send it as {@code expect} to apply no other plan
 * @param text the plan for people, lines ended by newlines; empty where nothing is to be done
 * @param changes false where nothing but jobs that are done would run again
 * @param notices keys of the stack file that have no effect here, and other things to know
 */
@JsonNaming(LowerCamelCaseStrategy.class)
public record PlanView(
        String stack, String digest, String text, boolean changes, List<Step> steps, List<String> notices) {

    /**
     * One step.
     *
     * @param action {@code create}, {@code start}, {@code stop}, {@code await}, {@code remove}, {@code pull}, {@code build}, ...
     * @param object {@code network}, {@code volume}, {@code image}, {@code container}
     * @param service empty where the step belongs to none
     * @param after ids of the steps that must have ended
     */
    @JsonNaming(LowerCamelCaseStrategy.class)
    public record Step(
            String id,
            String action,
            String object,
            String name,
            String service,
            List<String> after,
            String cause,
            List<FieldChange> changes) {}

    /** A field as {@code environment.MODE}; both values are empty where absent, {@code •••} where masked. */
    @JsonNaming(LowerCamelCaseStrategy.class)
    public record FieldChange(String path, String before, String now) {}
}
