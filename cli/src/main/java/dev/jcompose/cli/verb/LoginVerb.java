package dev.jcompose.cli.verb;

import dev.jcompose.api.client.Target;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.system.AuthConfig;
import dev.jcompose.api.system.AuthResult;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Daemon;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.RegistryLogins;
import dev.jcompose.cli.Verb;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** {@code login}: asks the registry, through the daemon, whether it is right before it keeps it. */
public final class LoginVerb implements Verb {
    @Override
    public String summary() {
        return "Log in to a registry";
    }

    @Override
    public String usage() {
        return "[OPTIONS] [SERVER]";
    }

    @Override
    public void options(Options options) {
        options.text("-p,--password", "string", "Password (others on the host may see it: --password-stdin is better)")
                .flag("--password-stdin", "Take the password from stdin")
                .text("-u,--username", "string", "Username");
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        String server = given.words().isEmpty() ? AuthConfig.HUB : given.words().getFirst();
        if (at.onlyPrints("ask " + server + " about the login and keep it")) {
            return 0;
        }
        String user = given.text("--username");
        String password = given.text("--password");
        if (given.flag("--password-stdin")) {
            password = new String(at.in().readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        }
        if ((user == null || password == null) && !at.terminal().in()) {
            throw EngineException.invalid("login needs -u and --password-stdin where there is no terminal to ask at");
        }
        user = user != null ? user : Objects.requireNonNull(System.console()).readLine("Username: ");
        password = password != null
                ? password
                : new String(Objects.requireNonNull(System.console()).readPassword("Password: "));
        AuthConfig login = new AuthConfig(user, password, "", server, "", "");
        AuthResult answer = Daemon.connect(at).post(new Target("/auth"), login, AuthResult.class);
        new RegistryLogins(at).keep(new AuthConfig(user, password, "", server, answer.identityToken(), ""));
        at.out().println("Login Succeeded");
        return 0;
    }
}
