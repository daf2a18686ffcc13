package dev.jcompose.cli.verb;

import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.UsageException;
import dev.jcompose.cli.Verb;
import java.util.stream.Collectors;

/** {@code port web 8000}: where it is published. */
public final class PortVerb implements Verb {
    @Override
    public String summary() {
        return "Print the public port for a port binding";
    }

    @Override
    public String usage() {
        return "[OPTIONS] SERVICE PRIVATE_PORT";
    }

    @Override
    public void options(Options options) {
        options.number("--index", "Index of the container if service has multiple replicas")
                .text("--protocol", "string", "tcp or udp (default tcp)")
                .takes("tcp", "udp");
    }

    @Override
    public int run(Arguments given, Invocation at) {
        if (given.words().size() != 2) {
            throw new UsageException("port takes a service and a port of its container");
        }
        String protocol = given.text("--protocol", "tcp");
        String wanted = given.words().get(1);
        if (!wanted.matches("\\d{1,5}")) {
            throw new UsageException(
                    "port takes the number of a port, not " + wanted + "; --protocol udp asks for UDP");
        }
        StackContainer container = Stack.of(at).containerOrOneOff(given.words().getFirst(), given.number("--index", 0));
        for (StackContainer.Port port : container.ports()) {
            if (port.published() > 0
                    && port.protocol().equals(protocol)
                    && String.valueOf(port.target()).equals(wanted)) {
                at.out()
                        .println((port.hostIp().contains(":") ? "[" + port.hostIp() + "]" : port.hostIp()) + ":"
                                + port.published());
                return 0;
            }
        }
        String published = container.ports().stream()
                .filter(port -> port.published() > 0)
                .map(port -> port.target() + "/" + port.protocol())
                .distinct()
                .collect(Collectors.joining(", "));
        at.err()
                .println("no port " + wanted + "/" + protocol + " for container " + container.name() + ": "
                        + (published.isEmpty() ? "it publishes none" : "it publishes " + published));
        return 1;
    }
}
