package dev.jcompose.cli.verb;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.stack.ServiceAction;
import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.api.stack.StackDetail;
import dev.jcompose.cli.ApplyFlags;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Readiness;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.Verb;
import java.util.List;
import java.util.Map;

/** {@code start}. */
public final class StartVerb implements Verb {
    @Override
    public String summary() {
        return "Start services";
    }

    @Override
    public String usage() {
        return "[OPTIONS] [SERVICE...]";
    }

    @Override
    public void options(Options options) {
        options.flag("--wait", "Wait for services to be running|healthy. Implies detached mode.")
                .number("--wait-timeout", "Maximum duration in seconds to wait for the project to be running|healthy");
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        Stack stack = Stack.of(at);
        StackDetail detail = stack.detail();
        refuseWithoutContainers(given.words(), stack.members(detail, given.words()));
        List<String> services = stack.concerned(detail, given.words());
        int code = stack.carryOutIfAny(
                "start", new ServiceAction(services, null, "", false, false, false, false, Map.of()), detail);
        return code != 0 || !given.flag("--wait")
                ? code
                : Readiness.await(stack, services, ApplyFlags.seconds(given, "--wait-timeout"));
    }

    private static void refuseWithoutContainers(List<String> services, List<StackContainer> members) {
        List<String> made = members.stream()
                .filter(container -> !container.oneOff())
                .map(StackContainer::service)
                .toList();
        for (String service : services) {
            if (!made.contains(service)) {
                throw EngineException.notFound(
                        "service \"" + service + "\" has no container to start; `up " + service + "` makes one");
            }
        }
    }
}
