package dev.jcompose.cli.verb;

import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.OwnStep;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.UsageException;
import dev.jcompose.cli.Values;
import dev.jcompose.cli.Verb;
import java.nio.file.Files;

/** {@code export}: a container's file system as a tar. */
public final class ExportVerb implements Verb {
    @Override
    public String summary() {
        return "Export a service container's filesystem as a tar archive";
    }

    @Override
    public String usage() {
        return "[OPTIONS] SERVICE";
    }

    @Override
    public void options(Options options) {
        options.number("--index", "index of the container if service has multiple replicas.")
                .text("-o,--output", "string", "Write to a file, instead of STDOUT")
                .takes(Values.Known.FILES);
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        if (given.words().size() != 1) {
            throw new UsageException("export takes one service");
        }
        String output = given.text("--output", "");
        if (output.isEmpty() && at.terminal().out()) {
            throw new UsageException(
                    "export would write a tar to the terminal: name a file by -o, or redirect the output");
        }
        Stack stack = Stack.of(at);
        StackContainer container = stack.containerOrOneOff(given.words().getFirst(), given.number("--index", 0));
        String target =
                output.isEmpty() ? "standard output" : at.cwd().resolve(output).toString();
        if (at.onlyPrints("export container " + container.name() + " to " + target)) {
            return 0;
        }
        new OwnStep("export", container, "to " + target).take(at, () -> {
            Target archive = Target.of("/containers/{}/export", container.id());
            try (var reply = stack.client().open(Call.get(archive))) {
                if (output.isEmpty()) {
                    reply.body().transferTo(at.out());
                } else {
                    try (var file = Files.newOutputStream(at.cwd().resolve(output))) {
                        reply.body().transferTo(file);
                    }
                }
            }
        });
        return 0;
    }
}
