package dev.jcompose.cli.verb;

import dev.jcompose.api.client.Target;
import dev.jcompose.api.container.ContainerSummary;
import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.api.stack.StackDetail;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.ContainerRow;
import dev.jcompose.cli.DockerConfig;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.UsageException;
import dev.jcompose.cli.Verb;
import dev.jcompose.cli.output.Listing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

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
                .takes("status=")
                .text("--format", "string", "Format output: table, json, or a template such as {{.Name}}")
                .takes("table", "json")
                .flag("--no-trunc", "Don't truncate output")
                .flag("--orphans", "Include orphaned services (default true)")
                .flag("-q,--quiet", "Only display IDs")
                .flag("--services", "Display services")
                .list(
                        "--status",
                        "stringArray",
                        "Filter services by status. Values: [paused | restarting | removing | running | dead | created | exited]")
                .takes("paused", "restarting", "removing", "running", "dead", "created", "exited");
    }

    @Override
    public int run(Arguments given, Invocation at) {
        Stack stack = Stack.of(at);
        List<String> states = states(given);
        boolean all = given.flag("--all") || !states.isEmpty();
        Predicate<String> shows = !given.has("--orphans") || given.flag("--orphans") ? service -> true : stack.meant();
        // A stack that is not there has no containers: Compose prints an empty table and so does this.
        StackDetail detail = stack.known();
        List<StackContainer> shown = (detail == null ? List.<StackContainer>of() : stack.members(detail, given.words()))
                .stream()
                        .filter(c -> all || (!c.oneOff() && c.hasProcesses()))
                        .filter(c -> states.isEmpty() || states.contains(c.state()))
                        .filter(c -> shows.test(c.service()))
                        .toList();
        if (given.flag("--services")) {
            shown.stream().map(StackContainer::service).distinct().forEach(at.out()::println);
        } else if (given.flag("--quiet")) {
            shown.stream().map(StackContainer::id).forEach(at.out()::println);
        } else {
            String format = given.text("--format", "");
            if (format.isEmpty()) {
                format = new DockerConfig(at.env()).read().path("psFormat").asText("table");
            }
            Listing listing = new Listing("Name", "Image", "Command", "Service", "RunningFor", "Status", "Ports")
                    .headed(Map.of("RunningFor", "CREATED"));
            rows(stack, shown, format.equals("table"), given.flag("--no-trunc")).forEach(listing::row);
            listing.print(format, at.out());
        }
        return 0;
    }

    private static List<Map<String, Object>> rows(
            Stack stack, List<StackContainer> shown, boolean table, boolean whole) {
        Instant now = Instant.now();
        if (table) {
            return shown.stream()
                    .map(c -> ContainerRow.of(c, stack.name(), now, whole))
                    .toList();
        }
        Target all = new Target("/containers/json")
                .query("all", true)
                .query("filters", "{\"label\":[\"com.docker.compose.project=" + stack.name() + "\"]}");
        Map<String, ContainerSummary> engine = new HashMap<>();
        for (ContainerSummary each : stack.client().get(all, ContainerSummary[].class)) {
            engine.put(each.id(), each);
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (StackContainer container : shown) {
            ContainerSummary more = engine.get(container.id());
            if (more != null) {
                rows.add(ContainerRow.of(container, stack.name(), now, whole, more));
            }
        }
        return rows;
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
