package dev.jcompose.cli.verb;

import dev.jcompose.api.stack.ServiceAction;
import dev.jcompose.cli.ApplyFlags;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.Verb;
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
        ServiceAction action = new ServiceAction(
                given.words(),
                null,
                given.text("--signal", ""),
                false,
                false,
                false,
                ApplyFlags.removeOrphans(given, at),
                Map.of());
        return Stack.of(at).carryOutIfAny("kill", action);
    }
}
