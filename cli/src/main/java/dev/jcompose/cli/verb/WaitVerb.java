package dev.jcompose.cli.verb;

import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.container.WaitResult;
import dev.jcompose.api.stack.DownRequest;
import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.AtOnce;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.UsageException;
import dev.jcompose.cli.Verb;
import java.util.List;
import java.util.Map;

/** {@code wait}: until containers of the services stop; the exit code is the last one's. */
public final class WaitVerb implements Verb {
    @Override
    public String summary() {
        return "Block until containers of all (or specified) services stop.";
    }

    @Override
    public String usage() {
        return "SERVICE [SERVICE...] [OPTIONS]";
    }

    @Override
    public Map<String, String> exitCodes() {
        return Map.of("any other", "That of the container that was waited for last.");
    }

    @Override
    public void options(Options options) {
        options.flag("--down-project", "Drops project when the first container stops");
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        if (given.words().isEmpty()) {
            throw new UsageException("wait takes at least one service");
        }
        Stack stack = Stack.of(at);
        List<StackContainer> containers = stack.containers(given.words());
        if (at.globals().dryRun()) {
            at.onlyPrints("wait for " + String.join(", ", given.words()));
            return 0;
        }
        List<Integer> codes = AtOnce.map(containers, container -> {
            Target wait = Target.of("/containers/{}/wait", container.id());
            int code = stack.client().read(Call.post(wait), WaitResult.class).statusCode();
            at.out().println("container \"" + container.name() + "\" exited with status code " + code);
            return code;
        });
        if (given.flag("--down-project")) {
            stack.carryOut(
                    "down", new DownRequest(false, "", false, false, null, List.of(), List.of(), List.of(), null));
        }
        return codes.isEmpty() ? 0 : codes.getLast();
    }
}
