package dev.jcompose.scheduler.reconcile;

import dev.jcompose.api.stack.PlanView.FieldChange;
import java.util.List;

/** Why a step is there: a phrase that follows the step's name, and the fields that changed. */
public record Cause(String text, List<FieldChange> changes) {
    static Cause of(String text) {
        return new Cause(text, List.of());
    }
}
