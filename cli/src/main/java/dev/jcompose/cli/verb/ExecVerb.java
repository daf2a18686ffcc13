package dev.jcompose.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.container.ExecConfig;
import dev.jcompose.api.container.ExecInspect;
import dev.jcompose.api.container.ExecStart;
import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Attachment;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.UsageException;
import dev.jcompose.cli.Verb;
import java.util.List;
import java.util.Map;

/** {@code exec}: its exit code is the command's. */
public final class ExecVerb implements Verb {
    @Override
    public String summary() {
        return "Execute a command in a running container";
    }

    @Override
    public String usage() {
        return "[OPTIONS] SERVICE COMMAND [ARGS...]";
    }

    @Override
    public boolean takesCommand() {
        return true;
    }

    @Override
    public Map<String, String> exitCodes() {
        return Map.of(
                "any other", "That of the command in the container.", "127", "The container has no such command.");
    }

    @Override
    public void options(Options options) {
        options.flag("-d,--detach", "Detached mode: Run command in the background")
                .list("-e,--env", "stringArray", "Set environment variables")
                .number("--index", "Index of the container if service has multiple replicas")
                .flag("-T,--no-tty,--no-TTY", "Disable pseudo-TTY allocation (default: as the streams are)")
                .flag("--privileged", "Give extended privileges to the process")
                .text("-u,--user", "string", "Run the command as this user")
                .text("-w,--workdir", "string", "Path to workdir directory for this command")
                .hidden(old -> old.flag("-i,--interactive", "Keep STDIN open even if not attached")
                        .flag("-t,--tty", "Allocate a pseudo-TTY"));
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        List<String> words = given.words();
        if (words.size() < 2) {
            throw new UsageException("exec takes a service and a command");
        }
        Stack stack = Stack.of(at);
        StackContainer container = stack.running(words.getFirst(), given.number("--index", 0));
        if (at.onlyPrints(
                "exec " + String.join(" ", words.subList(1, words.size())) + " in container " + container.name())) {
            return 0;
        }
        boolean detach = given.flag("--detach");
        boolean input = !detach && (!given.has("--interactive") || given.flag("--interactive"));
        boolean tty = !detach && Attachment.wantsTerminal(given, at, input);
        List<Integer> size = Attachment.consoleSize(at, tty);
        String detachKeys = Attachment.detachKeys(at);
        ExecConfig config = new ExecConfig(
                words.subList(1, words.size()),
                variables(given.list("--env"), at),
                given.text("--user", ""),
                given.text("--workdir", ""),
                given.flag("--privileged"),
                tty,
                input,
                !detach,
                !detach,
                detachKeys,
                size);
        String id = stack.client()
                .post(Target.of("/containers/{}/exec", container.id()), config, JsonNode.class)
                .path("Id")
                .asText();
        Call start = Call.post(Target.of("/exec/{}/start", id), new ExecStart(detach, tty, size));
        if (detach) {
            stack.client().run(start);
            return 0;
        }
        new Attachment(at, stack.client(), tty, input, Target.of("/exec/{}/resize", id), detachKeys)
                .run(start, () -> {});
        Integer code = stack.client()
                .get(Target.of("/exec/{}/json", id), ExecInspect.class)
                .exitCode();
        return code == null ? 0 : code;
    }

    /** {@code NAME} alone takes the caller's value. */
    static List<String> variables(List<String> words, Invocation at) {
        return words.stream()
                .map(word -> word.contains("=") || !at.env().containsKey(word)
                        ? word
                        : word + "=" + at.env().get(word))
                .toList();
    }
}
