package dev.jcompose.cli.verb;

import dev.jcompose.api.system.AuthConfig;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.RegistryLogins;
import dev.jcompose.cli.Verb;

/** {@code logout}. */
public final class LogoutVerb implements Verb {
    @Override
    public String summary() {
        return "Log out from a registry";
    }

    @Override
    public String usage() {
        return "[SERVER]";
    }

    @Override
    public void options(Options options) {}

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        String server = given.words().isEmpty() ? AuthConfig.HUB : given.words().getFirst();
        if (at.onlyPrints("remove the login for " + server)) {
            return 0;
        }
        boolean known = new RegistryLogins(at).forget(server);
        at.out().println(known ? "Removed the login for " + server : "Not logged in to " + server);
        return 0;
    }
}
