package dev.jcompose.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.EngineClient;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.stack.RunRequest;
import dev.jcompose.api.stack.StackEvent;
import dev.jcompose.cli.Application;
import dev.jcompose.cli.ApplyFlags;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Attachment;
import dev.jcompose.cli.ContainerEnd;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Project;
import dev.jcompose.cli.ServiceOverrides;
import dev.jcompose.cli.Signals;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.UsageException;
import dev.jcompose.cli.Values;
import dev.jcompose.cli.Verb;
import dev.jcompose.cli.output.StackProgress;
import java.util.List;
import java.util.Map;

/** {@code run}: a one-off container of a service; its exit code is the command's. */
public final class RunVerb implements Verb {
    @Override
    public String summary() {
        return "Run a one-off command on a service";
    }

    @Override
    public String usage() {
        return "[OPTIONS] SERVICE [COMMAND] [ARGS...]";
    }

    @Override
    public boolean takesCommand() {
        return true;
    }

    @Override
    public Map<String, String> exitCodes() {
        return Map.of("any other", "That of the command in the container.");
    }

    @Override
    public void options(Options options) {
        options.flag("--build", "Build image before starting container")
                .list("--cap-add", "list", "Add Linux capabilities")
                .list("--cap-drop", "list", "Drop Linux capabilities")
                .flag("-d,--detach", "Run container in background and print container ID")
                .text("--entrypoint", "string", "Override the entrypoint of the image")
                .list("-e,--env", "stringArray", "Set environment variables")
                .list("--env-from-file", "stringArray", "Set environment variables from file")
                .takes(Values.Known.FILES)
                .flag("-i,--interactive", "Keep STDIN open even if not attached (default true)")
                .list("-l,--label,--labels", "stringArray", "Add or override a label")
                .text("--name", "string", "Assign a name to the container")
                .flag("-T,--no-tty,--no-TTY", "Disable pseudo-TTY allocation (default: as the streams are)")
                .flag("--no-deps", "Don't start linked services")
                .list("-p,--publish", "stringArray", "Publish a container's port(s) to the host")
                .text("--pull", "string", "Pull image before running (\"always\"|\"missing\"|\"never\")")
                .takes("always", "missing", "never")
                .flag("-q,--quiet", "Don't print anything to STDOUT")
                .flag("--quiet-build", "Suppress progress output from the build process")
                .flag("--quiet-pull", "Pull without printing progress information")
                .flag("--remove-orphans", "Remove containers for services not defined in the Compose file")
                .flag("--rm", "Automatically remove the container when it exits")
                .flag("-P,--service-ports", "Run command with all service's ports enabled and mapped to the host")
                .flag(
                        "--use-aliases",
                        "Use the service's network useAliases in the network(s) the container connects to")
                .text("-u,--user", "string", "Run as specified username or uid")
                .list("-v,--volume,--volumes", "stringArray", "Bind mount a volume")
                .text("-w,--workdir", "string", "Working directory inside the container")
                .flag("-y,--yes", "Assume \"yes\" as answer to all prompts and run non-interactively")
                .hidden(old -> old.flag("-t,--tty", "Allocate a pseudo-TTY"));
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        if (given.words().isEmpty()) {
            throw new UsageException("run takes a service");
        }
        String service = given.words().getFirst();
        Project project = Project.loadToStart(at, List.of(service), given.flag("--yes"));
        project.service(service);
        Stack stack = Stack.of(project, at);
        boolean detach = given.flag("--detach");
        // Whoever is started detached has its input open all the same, for an attach.
        boolean input = !given.has("--interactive") || given.flag("--interactive");
        boolean tty = Attachment.wantsTerminal(given, at, input);
        Application application = Application.agreed(project, stack, List.of(service), ApplyFlags.of(given, at));
        boolean dry = at.globals().dryRun();
        RunRequest request = new RunRequest(
                dry ? application.request() : application.ready(),
                service,
                overrides(project, given, at, tty, input),
                given.text("--name", ""),
                given.flag("--rm"),
                given.flag("--service-ports"),
                given.flag("--use-aliases"),
                Attachment.consoleSize(at, tty));
        if (dry) {
            return stack.printPlan(
                    "run", request, "start the container of " + service + (detach ? "" : " and attach to it"));
        }
        String mode = given.flag("--quiet") ? "quiet" : at.globals().progress();
        StackEvent.Outcome outcome = stack.follow(
                "run", request, new StackProgress.Quiet(at.progressBesideOutput(mode), ApplyFlags.quiet(given)));
        if (!outcome.ok()) {
            at.err().println(outcome.message());
            return 1;
        }
        String id = outcome.containers().values().iterator().next().getFirst();
        EngineClient client = stack.client();
        Call start = Call.post(Target.of("/containers/{}/start", id));
        if (detach) {
            client.run(start);
            at.out().println(id);
            return 0;
        }
        Target resize = Target.of("/containers/{}/resize", id);
        return attached(client, id, start, new Attachment(at, client, tty, input, resize, Attachment.detachKeys(at)));
    }

    private static int attached(EngineClient client, String id, Call start, Attachment attachment) throws Exception {
        // It stands before the start: a container that removes itself may be gone right after its end.
        ContainerEnd end = ContainerEnd.of(client, id, "next-exit");
        Target attach = Target.of("/containers/{}/attach", id)
                .query("stream", true)
                .query("stdin", attachment.input())
                .query("stdout", true)
                .query("stderr", true)
                .query("detachKeys", attachment.detachKeys());
        boolean detached = attachment.run(Call.post(attach), () -> {
            client.run(start);
            Signals.handOn(client, id);
        });
        return detached ? 0 : end.code();
    }

    private static ObjectNode overrides(Project project, Arguments given, Invocation at, boolean tty, boolean input) {
        ObjectNode overrides = JsonNodeFactory.instance.objectNode();
        overrides.put("tty", tty).put("stdin_open", input);
        List<String> command = given.words().subList(1, given.words().size());
        if (!command.isEmpty()) {
            ArrayNode words = overrides.putArray("command");
            command.forEach(words::add);
        }
        ServiceOverrides.add(overrides, project.service(given.words().getFirst()), given, project.variables(), at);
        return overrides;
    }
}
