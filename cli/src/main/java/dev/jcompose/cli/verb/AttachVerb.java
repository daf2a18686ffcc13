package dev.jcompose.cli.verb;

import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.container.ContainerInspect;
import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Attachment;
import dev.jcompose.cli.ContainerEnd;
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
        ContainerConfig.Stdio stdio = before.config().stdio();
        boolean input = !given.flag("--no-stdin") && stdio.openStdin();
        String detachKeys = given.text("--detach-keys", Attachment.detachKeys(at));
        // A program at a terminal hears of keys, not of signals: Ctrl-C, where it is none of its keys, is the command's
        // own.
        boolean proxy = !stdio.tty() && (!given.has("--sig-proxy") || given.flag("--sig-proxy"));
        Target attach = Target.of("/containers/{}/attach", container.id())
                .query("stream", true)
                .query("stdin", input)
                .query("stdout", true)
                .query("stderr", true)
                .query("detachKeys", detachKeys);
        Target resize = Target.of("/containers/{}/resize", container.id());
        Attachment attachment = new Attachment(at, stack.client(), stdio.tty(), input, resize, detachKeys);
        ContainerEnd end = ContainerEnd.of(stack.client(), container.id(), "not-running");
        boolean detached = attachment.run(Call.post(attach), () -> {
            if (proxy) {
                Signals.handOn(stack.client(), container.id());
            }
            attachment.redraw();
        });
        return detached ? 0 : end.code();
    }
}
