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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

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
                .text("--format", "string", "Format output: table, json, or a template such as {{.Name}}")
                .takes("table", "json")
                .flag("-q,--quiet", "Only display project names");
    }

    @Override
    public int run(Arguments given, Invocation at) {
        List<Predicate<String>> names =
                given.list("--filter").stream().map(LsVerb::named).toList();
        List<StackSummary> stacks =
                List.of(Daemon.connect(at).get(new Target("/jcompose/v1/stacks"), StackSummary[].class)).stream()
                        .filter(stack -> stack.status().contains(given.flag("--all") ? "(" : "running"))
                        .filter(stack -> names.stream().allMatch(named -> named.test(stack.name())))
                        .toList();
        if (given.flag("--quiet")) {
            stacks.forEach(stack -> at.out().println(stack.name()));
            return 0;
        }
        Listing listing = new Listing("Name", "Status", "ConfigFiles").wide();
        for (StackSummary stack : stacks) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("Name", stack.name());
            row.put("Status", given.flag("--all") ? stack.status() : running(stack));
            row.put("ConfigFiles", String.join(",", stack.origin().configFiles()));
            listing.row(row);
        }
        listing.printWhole(given.text("--format", "table"), at.out());
        return 0;
    }

    /** Without --all, what has ended is not counted. */
    private static String running(StackSummary stack) {
        return Arrays.stream(stack.status().split(", "))
                .filter(part ->
                        !part.startsWith("exited") && !part.startsWith("created") && !part.startsWith("missing"))
                .collect(Collectors.joining(", "));
    }

    /** {@code name=web}: a regular expression; what is none is a whole name. */
    private static Predicate<String> named(String filter) {
        if (!filter.contains("=")) {
            throw UsageException.notUnderstood("--filter takes name=EXPRESSION, not " + filter);
        }
        if (!filter.startsWith("name=")) {
            throw new UsageException("--filter takes name=EXPRESSION, not " + filter);
        }
        String name = filter.substring("name=".length());
        try {
            return Pattern.compile(name).asPredicate();
        } catch (PatternSyntaxException e) {
            return name::equals;
        }
    }
}
