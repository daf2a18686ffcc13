package dev.jcompose.cli.verb;

import dev.jcompose.api.stack.ServiceAction;
import dev.jcompose.cli.ApplyFlags;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.RegistryLogins;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.UsageException;
import dev.jcompose.cli.Verb;
import java.util.List;
import java.util.Map;

/** {@code scale web=3}. */
public final class ScaleVerb implements Verb {
    @Override
    public String summary() {
        return "Scale services";
    }

    @Override
    public String usage() {
        return "[SERVICE=REPLICAS...]";
    }

    @Override
    public void options(Options options) {
        options.flag("--no-deps", "Don't start linked services");
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        Map<String, Integer> scale = ApplyFlags.scale(given.words());
        if (scale.isEmpty()) {
            throw new UsageException("scale takes SERVICE=REPLICAS, such as web=3");
        }
        Stack stack = Stack.of(at);
        ServiceAction action = new ServiceAction(
                List.copyOf(scale.keySet()), null, "", given.flag("--no-deps"), false, false, false, scale);
        return stack.carryOut(
                "scale",
                at.globals().dryRun()
                        ? action
                        : action.with(new RegistryLogins(at).ofPulls(stack.planned("scale", action))));
    }
}
