package dev.jcompose.compose.node;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a value came to be: its last step, the place that step is about, and the steps before it.
 *
 * @param detail what the step used: the variable and where it came from, the rule that gave a default
 */
public record Origin(
        Step step,
        Position position,
        @Nullable String detail,
        @Nullable Origin before) {

    /** What gave a value its present form. */
    public enum Step {
        /** Written in a file. */
        FILE,
        /** Written in a file over the value of an earlier one. */
        OVERRIDE,
        /** Variables in the text were replaced. */
        INTERPOLATION,
        /** A short form was spelt out. */
        SHORT_FORM,
        /** Not written anywhere; the format says so. */
        DEFAULT,
        /** Follows from other values of the model. */
        NORMALISATION,
        /** Taken from the environment or a file of variables. */
        ENVIRONMENT
    }

    public static Origin file(Position position) {
        return new Origin(Step.FILE, position, null, null);
    }

    public static Origin byDefault(Origin of, String rule) {
        return new Origin(Step.DEFAULT, of.position, rule, null);
    }

    public Origin then(Step next, @Nullable String detail) {
        return new Origin(next, position, detail, this);
    }

    /** The same story, with that of the value it lies over at its beginning. */
    public Origin over(Origin base) {
        if (before != null) {
            return new Origin(step, position, detail, before.over(base));
        }
        return new Origin(step == Step.FILE ? Step.OVERRIDE : step, position, detail, base);
    }

    /** The steps, first one first. */
    public List<Origin> chain() {
        List<Origin> chain = new ArrayList<>();
        for (Origin origin = this; origin != null; origin = origin.before) {
            chain.addFirst(origin);
        }
        return chain;
    }
}
