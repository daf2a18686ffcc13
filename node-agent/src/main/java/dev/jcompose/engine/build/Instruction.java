package dev.jcompose.engine.build;

import dev.jcompose.api.container.Healthcheck;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a line of a Dockerfile asks for. Texts still have their variables; they are replaced when the step is taken. */
sealed interface Instruction {
    Line line();

    /** {@code as} and {@code platform} are empty where not given. */
    record From(Line line, String image, String as, String platform) implements Instruction {}

    /** A name without a value takes that of the build argument alone. */
    record Arg(Line line, Map<String, @Nullable String> names) implements Instruction {}

    record Env(Line line, List<Pair> pairs) implements Instruction {}

    record Label(Line line, List<Pair> pairs) implements Instruction {}

    record Pair(String key, String value) {}

    /** @param insecure with the rights of a privileged container */
    record Run(Line line, CommandLine command, List<RunMount> mounts, String network, boolean insecure)
            implements Instruction {}

    record Copy(Line line, Transfer transfer) implements Instruction {}

    record Add(Line line, Transfer transfer, String checksum) implements Instruction {}

    /**
     * Files and where they go.
     *
     * @param from stage or image; empty: the context
     * @param documents heredocs that stand for sources
     */
    record Transfer(
            List<String> sources, List<Heredoc> documents, String target, String from, String chown, String chmod) {}

    record Workdir(Line line, String path) implements Instruction {}

    record User(Line line, String user) implements Instruction {}

    record Cmd(Line line, CommandLine command) implements Instruction {}

    record Entrypoint(Line line, CommandLine command) implements Instruction {}

    record Shell(Line line, List<String> command) implements Instruction {}

    record Expose(Line line, List<String> ports) implements Instruction {}

    record Volume(Line line, List<String> paths) implements Instruction {}

    record Health(Line line, Healthcheck check) implements Instruction {}

    record StopSignal(Line line, String signal) implements Instruction {}

    record OnBuild(Line line, String trigger) implements Instruction {}

    record Maintainer(Line line, String name) implements Instruction {}

    /** A command in one of its two forms: a list is run as it is, a text by the shell. */
    sealed interface CommandLine {
        record Exec(List<String> words) implements CommandLine {}

        record Script(String text) implements CommandLine {}
    }

    /** One {@code --mount} of RUN, its options as written, {@code target} and so on. */
    record RunMount(Kind kind, Map<String, String> options) {
        enum Kind {
            BIND,
            CACHE,
            TMPFS,
            SECRET
        }

        String option(String name, String otherwise) {
            return options.getOrDefault(name, otherwise);
        }
    }
}
