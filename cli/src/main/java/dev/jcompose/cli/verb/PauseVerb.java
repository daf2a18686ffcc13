package dev.jcompose.cli.verb;

import dev.jcompose.api.stack.ServiceAction;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.Verb;
import java.util.Map;

/** {@code pause}. */
public final class PauseVerb implements Verb {
    @Override
    public String summary() {
        return "Pause services";
    }

    @Override
    public String usage() {
        return "[SERVICE...]";
    }

    @Override
    public void options(Options options) {}

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        ServiceAction action = new ServiceAction(given.words(), null, "", false, false, false, false, Map.of());
        return Stack.of(at).carryOutIfAny("pause", action);
    }
}
