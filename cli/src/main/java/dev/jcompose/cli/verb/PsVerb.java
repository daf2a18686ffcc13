package dev.jcompose.cli.verb;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.api.stack.StackDetail;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.ContainerRow;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.UsageException;
import dev.jcompose.cli.Verb;
import dev.jcompose.cli.output.Listing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code ps}. */
public final class PsVerb implements Verb {
    @Override
    public String summary() {
        return "List containers";
    }

    @Override
    public String usage() {
        return "[OPTIONS] [SERVICE...]";
    }

    @Override
    public void options(Options options) {
        options.flag("-a,--all", "Show all stopped containers (including those created by the run command)")
                .text("--filter", "string", "Filter services by a property (supported filters: status)")
                .text("--format", "string", "Format output: table, json, or a template such as {{.Name}}")
                .flag("--no-trunc", "Don't truncate output")
                .flag("--orphans", "Include orphaned services (default true)")
                .flag("-q,--quiet", "Only display IDs")
                .flag("--services", "Display services")
                .list(
                        "--status",
                        "stringArray",
                        "Filter services by status. Values: [paused | restarting | removing | running | dead | created | exited]");
    }

    @Override
    public int run(Arguments given, Invocation at) {
        Stack stack = Stack.of(at);
        List<String> states = states(given);
        boolean all = given.flag("--all") || !states.isEmpty();
        boolean orphans = !given.has("--orphans") || given.flag("--orphans");
        StackDetail detail = known(stack);
        List<StackContainer> shown = (detail == null ? List.<StackContainer>of() : stack.members(detail, given.words()))
                .stream()
                        .filter(c -> all || (!c.oneOff() && isUp(c)))
                        .filter(c -> states.isEmpty() || states.contains(c.state()))
                        .filter(c -> orphans
                                || detail == null
                                || detail.project().path("services").has(c.service()))
                        .toList();
        if (given.flag("--services")) {
            shown.stream().map(StackContainer::service).distinct().forEach(at.out()::println);
        } else if (given.flag("--quiet")) {
            shown.stream().map(StackContainer::id).forEach(at.out()::println);
        } else {
            Listing listing = new Listing("Name", "Image", "Command", "Service", "Created", "Status", "Ports");
            Instant now = Instant.now();
            shown.forEach(c -> listing.row(ContainerRow.of(c, stack.name(), now, given.flag("--no-trunc"))));
            listing.print(given.text("--format", "table"), at.out());
        }
        return 0;
    }

    /** A stack that is not there has no containers: Compose prints an empty table and so does this. */
    private static @org.jspecify.annotations.Nullable StackDetail known(Stack stack) {
        try {
            return stack.detail();
        } catch (EngineException e) {
            if (e.kind() == dev.jcompose.api.error.ErrorKind.NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    private static boolean isUp(StackContainer container) {
        return List.of("running", "paused", "restarting").contains(container.state());
    }

    private static List<String> states(Arguments given) {
        List<String> states = new ArrayList<>(given.list("--status"));
        String filter = given.text("--filter", "");
        if (filter.startsWith("status=")) {
            states.add(filter.substring("status=".length()));
        } else if (!filter.isEmpty()) {
            throw new UsageException("--filter takes status=STATE, not " + filter);
        }
        return states;
    }
}
