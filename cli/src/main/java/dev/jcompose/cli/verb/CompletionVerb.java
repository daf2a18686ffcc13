package dev.jcompose.cli.verb;

import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.UsageException;
import dev.jcompose.cli.Verb;
import dev.jcompose.cli.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** {@code completion}: the script by which a shell asks this program what a word may become. */
public final class CompletionVerb implements Verb {
    private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    @Override
    public String summary() {
        return "Print the completion script of a shell; its head says how to use it";
    }

    @Override
    public String usage() {
        return "bash|zsh|fish";
    }

    @Override
    public void options(Options options) {}

    @Override
    public int run(Arguments given, Invocation at) throws IOException {
        if (given.words().size() != 1 || !SHELLS.contains(given.words().getFirst())) {
            throw new UsageException("completion takes bash, zsh or fish");
        }
        String name = Version.ofCompose(at).isEmpty() ? "jcompose" : "docker-compose";
        try (InputStream script = Objects.requireNonNull(CompletionVerb.class.getResourceAsStream(
                "/dev/jcompose/cli/completion/" + given.words().getFirst()))) {
            at.out()
                    .print(new String(script.readAllBytes(), StandardCharsets.UTF_8)
                            .replace("@name@", name)
                            .replace("@function@", "_" + name.replace('-', '_')));
        }
        return 0;
    }
}
