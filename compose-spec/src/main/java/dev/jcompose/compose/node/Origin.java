package dev.jcompose.compose.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

    /** A step after the reading of a file. Most follow on the reading at the same place, which is no object of its own then. */
    final class Derived implements Origin {
        private static final Position READ = new Position("", -1, -1);

        private final Step step;
        private final String file;
        private final int line;
        private final int column;
        private final @Nullable String detail;
        private final @Nullable Origin before;

        public Derived(Step step, Position position, @Nullable String detail, @Nullable Origin before) {
            this.step = step;
            this.file = position.file();
            this.line = position.line();
            this.column = position.column();
            this.detail = detail;
            this.before = position.equals(before) ? READ : before;
        }

        @Override
        public Step step() {
            return step;
        }

        @Override
        public String file() {
            return file;
        }

        @Override
        public int line() {
            return line;
        }

        @Override
        public int column() {
            return column;
        }

        @Override
        public @Nullable String detail() {
            return detail;
        }

        @Override
        public @Nullable Origin before() {
            return READ.equals(before) ? position() : before;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Derived that
                    && step == that.step
                    && line == that.line
                    && column == that.column
                    && file.equals(that.file)
                    && Objects.equals(detail, that.detail)
                    && Objects.equals(before, that.before);
        }

        @Override
        public int hashCode() {
            return Objects.hash(step, file, line, column);
        }

        @Override
        public String toString() {
            return step + " at " + position();
        }
    }

    Step step();

    /** The file of the place, or empty where it is in none. */
    String file();

    int line();

    int column();

    default Position position() {
        return new Position(file(), line(), column());
    }

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
