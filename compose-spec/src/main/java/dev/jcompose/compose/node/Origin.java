package dev.jcompose.compose.node;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a value came to be: its last step, the place that step is about, and the steps before it. */
public sealed interface Origin permits Position, Origin.Derived {

    /** What gave a value its present form. */
    enum Step {
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

    /** A step after the reading of a file. */
    record Derived(
            Step step,
            Position position,
            @Nullable String detail,
            @Nullable Origin before) implements Origin {}

    Step step();

    Position position();

    /** What the step used: the variable and where it came from, the rule that gave a default. */
    @Nullable
    String detail();

    @Nullable
    Origin before();

    static Origin byDefault(Origin of, String rule) {
        return new Derived(Step.DEFAULT, of.position(), rule, null);
    }

    default Origin then(Step next, @Nullable String detail) {
        return new Derived(next, position(), detail, this);
    }

    /** The same story, with that of the value it lies over at its beginning. */
    default Origin over(Origin base) {
        Origin before = before();
        if (before != null) {
            return new Derived(step(), position(), detail(), before.over(base));
        }
        return new Derived(step() == Step.FILE ? Step.OVERRIDE : step(), position(), detail(), base);
    }

    /** The steps, first one first. */
    default List<Origin> chain() {
        List<Origin> chain = new ArrayList<>();
        for (Origin origin = this; origin != null; origin = origin.before()) {
            chain.addFirst(origin);
        }
        return chain;
    }
}
