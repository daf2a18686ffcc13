package dev.jcompose.scheduler.reconcile;

import dev.jcompose.api.stack.PlanView.FieldChange;
import java.util.List;

/** Why a step is there: a phrase that follows the step's name, and the fields that changed. */
public record Cause(String text, List<FieldChange> changes) {
    /** Of a job that has done its work: nothing is wrong, and an up runs it all the same. */
    static final Cause RUN_AGAIN = of("run again");

    static Cause of(String text) {
        return new Cause(text, List.of());
    }
}
