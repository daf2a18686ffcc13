package dev.jcompose.cli.verb;

import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.container.ContainerInspect;
import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Attachment;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Signals;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.UsageException;
import dev.jcompose.cli.Verb;

/** {@code attach}: to the process of a running container. */
public final class AttachVerb implements Verb {
    @Override
    public String summary() {
        return "Attach local standard input, output, and error streams to a service's running container";
    }

    @Override
    public String usage() {
        return "[OPTIONS] SERVICE";
    }

    @Override
    public void options(Options options) {
        options.text("--detach-keys", "string", "Override the key sequence for detaching from a container.")
                .number("--index", "index of the container if service has multiple replicas.")
                .flag("--no-stdin", "Do not attach STDIN")
                .flag("--sig-proxy", "Proxy all received signals to the process (default true)");
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        if (given.words().size() != 1) {
            throw new UsageException("attach takes one service");
        }
        Stack stack = Stack.of(at);
        StackContainer container = stack.running(given.words().getFirst(), given.number("--index", 0));
        if (at.onlyPrints("attach container " + container.name())) {
            return 0;
        }
        Target inspect = Target.of("/containers/{}/json", container.id());
        ContainerInspect before = stack.client().get(inspect, ContainerInspect.class);
        boolean input = !given.flag("--no-stdin") && before.config().stdio().openStdin();
        if (!given.has("--sig-proxy") || given.flag("--sig-proxy")) {
            Target kill = Target.of("/containers/{}/kill", container.id());
            for (String signal : new String[] {"INT", "TERM", "HUP"}) {
                Signals.on(signal, () -> stack.client().run(Call.post(kill.query("signal", signal))));
            }
        }
        Target attach = Target.of("/containers/{}/attach", container.id())
                .query("stream", true)
                .query("stdin", input)
                .query("stdout", true)
                .query("stderr", true)
                .query("detachKeys", given.text("--detach-keys", ""));
        new Attachment(
                        at,
                        stack.client(),
                        before.config().stdio().tty(),
                        input,
                        Target.of("/containers/{}/resize", container.id()))
                .run(Call.post(attach), () -> {});
        ContainerInspect after = stack.client().get(inspect, ContainerInspect.class);
        return after.state().running() ? 0 : after.state().exitCode();
    }
}
