package dev.jcompose.cli.verb;

import dev.jcompose.api.stack.ServiceAction;
import dev.jcompose.api.stack.StackDetail;
import dev.jcompose.cli.ApplyFlags;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.Verb;
import dev.jcompose.cli.provider.Providers;
import java.util.List;
import java.util.Map;

/** {@code stop}. */
public final class StopVerb implements Verb {
    @Override
    public String summary() {
        return "Stop services";
    }

    @Override
    public String usage() {
        return "[OPTIONS] [SERVICE...]";
    }

    @Override
    public void options(Options options) {
        options.number("-t,--timeout", "Specify a shutdown timeout in seconds");
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        Stack stack = Stack.of(at);
        StackDetail known = stack.known();
        Providers.mayEnd(known, at);
        List<String> services = known == null ? given.words() : stack.concerned(known, given.words());
        ServiceAction action = new ServiceAction(
                services, ApplyFlags.seconds(given, "--timeout"), "", false, false, false, false, Map.of());
        int code = stack.carryOutIfAny("stop", action, known);
        if (code == 0 && known != null) {
            Providers.end("stop", stack, known, services);
        }
        return code;
    }
}
