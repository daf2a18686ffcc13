package dev.jcompose.cli.output.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a template. Offsets are places in its text. */
sealed interface Node {
    record Text(String text) implements Node {}

    record Print(Pipeline value) implements Node {}

    record If(Pipeline condition, List<Node> then, List<Node> otherwise) implements Node {}

    record With(Pipeline value, List<Node> body, List<Node> otherwise) implements Node {}

    record Range(Pipeline values, List<Node> body, List<Node> otherwise) implements Node {}

    record Break() implements Node {}

    record Continue() implements Node {}

    /**
     * Commands joined by {@code |}; each gets the value before as its last argument.
     *
     * @param variables what the value is given to: none, one, or with {@code range} two
     * @param declares whether they are new ({@code :=})
     */
    record Pipeline(List<String> variables, boolean declares, List<Command> commands) {}

    /** A value, or a function or method with its arguments. */
    record Command(List<Operand> words) {}

    /** A word of a command. */
    sealed interface Operand {
        int offset();
    }

    record Literal(int offset, @Nullable Object value) implements Operand {}

    record Dot(int offset) implements Operand {}

    record Variable(int offset, String name) implements Operand {}

    record Function(int offset, String name) implements Operand {}

    record Group(int offset, Pipeline pipeline) implements Operand {}

    /** A field of another value; of the dot where nothing stands before it. */
    record Field(int offset, Operand of, String name) implements Operand {}
}
