package dev.jcompose.cli.verb;

import dev.jcompose.api.stack.ServiceAction;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.Verb;
import java.util.Map;

/** {@code pause} and {@code unpause}. */
public record PauseVerb(String name, String summary) implements Verb {
    public static Verb pause() {
        return new PauseVerb("pause", "Pause services");
    }

    public static Verb unpause() {
        return new PauseVerb("unpause", "Unpause services");
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
        return Stack.of(at).carryOutIfAny(name, action);
    }
}
