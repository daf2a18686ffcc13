package dev.jcompose.cli.verb;

import dev.jcompose.api.stack.ServiceAction;
import dev.jcompose.cli.ApplyFlags;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.Verb;
import java.util.Map;

/** {@code restart}. */
public final class RestartVerb implements Verb {
    @Override
    public String summary() {
        return "Restart service containers";
    }

    @Override
    public String usage() {
        return "[OPTIONS] [SERVICE...]";
    }

    @Override
    public void options(Options options) {
        options.flag("--no-deps", "Don't restart dependent services")
                .number("-t,--timeout", "Specify a shutdown timeout in seconds");
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        ServiceAction action = new ServiceAction(
                given.words(),
                ApplyFlags.seconds(given, "--timeout"),
                "",
                given.flag("--no-deps"),
                false,
                false,
                false,
                Map.of());
        return Stack.of(at).carryOutIfAny("restart", action);
    }
}
