package dev.jcompose.cli.verb;

import dev.jcompose.api.stack.DownRequest;
import dev.jcompose.api.stack.StackDetail;
import dev.jcompose.cli.ApplyFlags;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Project;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.UsageException;
import dev.jcompose.cli.Verb;
import dev.jcompose.cli.provider.Providers;
import java.io.IOException;
import java.util.List;

/** {@code down}: containers and networks go, volumes only by {@code -v}. */
public final class DownVerb implements Verb {
    @Override
    public String summary() {
        return "Stop and remove containers, networks";
    }

    @Override
    public String usage() {
        return "[OPTIONS] [SERVICES]";
    }

    @Override
    public void options(Options options) {
        options.flag("--remove-orphans", "Remove containers for services not defined in the Compose file")
                .text(
                        "--rmi",
                        "string",
                        "Remove images used by services. \"local\" remove only images that don't have a custom tag (\"local\"|\"all\")")
                .takes("local", "all")
                .number("-t,--timeout", "Specify a shutdown timeout in seconds")
                .flag(
                        "-v,--volumes,--volume",
                        "Remove named volumes declared in the \"volumes\" section of the Compose file and anonymous volumes attached to containers");
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        String rmi = given.text("--rmi", "");
        if (!List.of("", "all", "local").contains(rmi)) {
            throw new UsageException("invalid value for --rmi: \"" + rmi + "\": it takes local or all");
        }
        Stack stack = Stack.of(at).withFiles();
        StackDetail known = stack.known();
        Project files = stack.project();
        DownRequest request = new DownRequest(
                given.flag("--volumes"),
                rmi,
                ApplyFlags.removeOrphans(given, at),
                ApplyFlags.ignoreOrphans(at),
                ApplyFlags.seconds(given, "--timeout"),
                given.words(),
                given.words().isEmpty() && known != null ? left(stack, known) : List.of(),
                stack.disabled(),
                known == null && files != null ? files.bare() : null);
        if (known == null) {
            return nothingIsUp(stack, request);
        }
        Providers.mayEnd(known, at);
        int code = stack.carryOut("down", request);
        if (code == 0) {
            Providers.end("down", stack, known, given.words());
        }
        return code;
    }

    /** What a stack leaves behind may be there all the same. */
    private static int nothingIsUp(Stack stack, DownRequest request) throws IOException {
        if (request.left() == null || stack.planned("down", request).steps().isEmpty()) {
            stack.at().err().println("Warning: No resource found to remove for project \"" + stack.name() + "\".");
            return 0;
        }
        return stack.carryOut("down", request);
    }

    /** A profile that was enabled for an earlier {@code up}, and is now. */
    private static List<String> left(Stack stack, StackDetail known) {
        return stack.concerned(known, List.of()).stream()
                .filter(service -> !known.project().path("services").has(service))
                .toList();
    }
}
