package dev.jcompose.cli.verb;

import dev.jcompose.api.stack.ServiceAction;
import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.api.stack.StackDetail;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Question;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.Verb;
import java.util.List;
import java.util.Map;

/** {@code rm}: of stopped containers. */
public final class RmVerb implements Verb {
    private static final Map<String, String> WITHOUT_MEANING =
            Map.of("--all", "every stopped container of the services is removed");

    @Override
    public String summary() {
        return "Removes stopped service containers";
    }

    @Override
    public String usage() {
        return "[OPTIONS] [SERVICE...]";
    }

    @Override
    public void options(Options options) {
        options.flag("-f,--force", "Don't ask to confirm removal")
                .flag("-s,--stop", "Stop the containers, if required, before removing")
                .flag("-v,--volumes", "Remove any anonymous volumes attached to containers")
                .hidden(old -> old.flag("-a,--all", "Deprecated - no effect"));
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        at.tellWithoutMeaning(given, WITHOUT_MEANING);
        Stack stack = Stack.of(at);
        boolean stop = given.flag("--stop");
        StackDetail known = stack.detailOrNothing(given.words());
        List<String> services = known == null ? List.of() : stack.concerned(known, given.words());
        List<String> going = (services.isEmpty() ? List.<StackContainer>of() : stack.containers(services))
                .stream()
                        .filter(c -> stop || !List.of("running", "paused").contains(c.state()))
                        .map(StackContainer::name)
                        .toList();
        if (going.isEmpty()) {
            at.err().println("No stopped containers");
            return 0;
        }
        String told = "Going to remove " + String.join(", ", going);
        if (given.flag("--force")) {
            at.out().println(told);
        } else if (!at.globals().dryRun() && !Question.agreed(at, told + ". Are you sure?", "-f")) {
            return 0;
        }
        return stack.carryOut(
                "rm", new ServiceAction(services, null, "", false, stop, given.flag("--volumes"), false, Map.of()));
    }
}
