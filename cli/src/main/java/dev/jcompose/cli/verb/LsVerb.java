package dev.jcompose.cli.verb;

import dev.jcompose.api.client.Target;
import dev.jcompose.api.stack.StackSummary;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Daemon;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.UsageException;
import dev.jcompose.cli.Verb;
import dev.jcompose.cli.output.Listing;
import java.util.List;
import java.util.Map;

/** {@code ls}: the stacks of the daemon. */
public final class LsVerb implements Verb {
    @Override
    public String summary() {
        return "List running compose projects";
    }

    @Override
    public String usage() {
        return "[OPTIONS]";
    }

    @Override
    public void options(Options options) {
        options.flag("-a,--all", "Show all stopped Compose projects")
                .list("--filter", "filter", "Filter output based on conditions provided (name=PART)")
                .text("--format", "string", "Format the output. Values: [table | json]")
                .flag("-q,--quiet", "Only display project names");
    }

    @Override
    public int run(Arguments given, Invocation at) {
        List<StackSummary> stacks =
                List.of(Daemon.connect(at).get(new Target("/jcompose/v1/stacks"), StackSummary[].class)).stream()
                        .filter(stack -> given.flag("--all") || stack.status().contains("running"))
                        .filter(stack -> given.list("--filter").stream().allMatch(filter -> matches(filter, stack)))
                        .toList();
        if (given.flag("--quiet")) {
            stacks.forEach(stack -> at.out().println(stack.name()));
            return 0;
        }
        Listing listing = new Listing("Name", "Status", "Config Files");
        for (StackSummary stack : stacks) {
            listing.row(Map.of(
                    "Name", stack.name(),
                    "Status", stack.status(),
                    "ConfigFiles", String.join(",", stack.origin().configFiles())));
        }
        switch (given.text("--format", "table")) {
            case "json" -> listing.printArray(at.out());
            case "table" -> listing.print("table", at.out());
            default -> throw new UsageException("--format takes table or json");
        }
        return 0;
    }

    private static boolean matches(String filter, StackSummary stack) {
        if (!filter.startsWith("name=")) {
            throw new UsageException("--filter takes name=PART, not " + filter);
        }
        return stack.name().contains(filter.substring("name=".length()));
    }
}
