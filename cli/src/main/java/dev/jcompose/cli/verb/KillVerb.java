package dev.jcompose.cli.verb;

import dev.jcompose.api.stack.ServiceAction;
import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.api.stack.StackDetail;
import dev.jcompose.cli.ApplyFlags;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.Verb;
import java.util.List;
import java.util.Map;

/** {@code kill}. */
public final class KillVerb implements Verb {
    @Override
    public String summary() {
        return "Force stop service containers";
    }

    @Override
    public String usage() {
        return "[OPTIONS] [SERVICE...]";
    }

    @Override
    public void options(Options options) {
        options.flag("--remove-orphans", "Remove containers for services not defined in the Compose file")
                .text("-s,--signal", "string", "SIGNAL to send to the container (default SIGKILL)")
                .takes("SIGKILL", "SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2");
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        Stack stack = Stack.of(at).withFiles();
        StackDetail known = stack.known();
        boolean orphans = ApplyFlags.removeOrphans(given, at);
        List<String> services = known == null ? List.of() : stack.concerned(known, given.words());
        if (known != null
                && !services.isEmpty()
                && !orphans
                && stack.members(known, services).stream().noneMatch(StackContainer::hasProcesses)) {
            at.err().println("No container to kill");
            return 0;
        }
        ServiceAction action = new ServiceAction(
                given.words(),
                null,
                given.text("--signal", ""),
                false,
                false,
                false,
                orphans,
                Map.of(),
                Map.of(),
                stack.disabled());
        return stack.carryOutIfAny("kill", action, known);
    }
}
