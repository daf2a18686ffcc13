package dev.jcompose.cli.verb;

import dev.jcompose.api.client.Target;
import dev.jcompose.api.container.Stats;
import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.StatsRow;
import dev.jcompose.cli.Verb;
import dev.jcompose.cli.output.Listing;
import java.util.List;
import java.util.Map;

/** {@code stats}: once, or again and again until Ctrl-C. */
public final class StatsVerb implements Verb {
    private static final int PAUSE_MILLIS = 500;

    @Override
    public String summary() {
        return "Display a live stream of container(s) resource usage statistics";
    }

    @Override
    public String usage() {
        return "[OPTIONS] [SERVICE]";
    }

    @Override
    public void options(Options options) {
        options.flag("-a,--all", "Show all containers (default shows just running)")
                .text("--format", "string", "Format output: table, json, or a template such as {{.Name}}")
                .takes("table", "json")
                .flag("--no-stream", "Disable streaming stats and only pull the first result")
                .flag("--no-trunc", "Do not truncate output");
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        Stack stack = Stack.of(at);
        boolean stream = !given.flag("--no-stream");
        if (stack.detailOrNothing(given.words()) == null) {
            listing().print(given.text("--format", "table"), at.out());
            return 0;
        }
        while (true) {
            Listing listing = sample(stack, given);
            if (stream && at.terminal().out()) {
                at.out().print("\u001b[H\u001b[J");
            }
            listing.print(given.text("--format", "table"), at.out());
            at.out().flush();
            if (!stream || at.out().checkError()) {
                return 0;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** All containers at once: the engine takes a second to measure the use of CPU. */
    private static Listing sample(Stack stack, Arguments given) {
        List<StackContainer> containers = stack.containers(given.words()).stream()
                .filter(c -> given.flag("--all") || c.isAlive())
                .toList();
        List<Map<String, Object>> rows = dev.jcompose.cli.AtOnce.map(containers, container -> {
            Target target = Target.of("/containers/{}/stats", container.id()).query("stream", "false");
            return StatsRow.of(container, stack.client().get(target, Stats.class), given.flag("--no-trunc"));
        });
        Listing listing = listing();
        rows.forEach(listing::row);
        return listing;
    }

    private static Listing listing() {
        return new Listing("ID", "Name", "CPUPerc", "MemUsage", "MemPerc", "NetIO", "BlockIO", "PIDs")
                .headed(Map.of(
                        "ID", "CONTAINER ID",
                        "CPUPerc", "CPU %",
                        "MemUsage", "MEM USAGE / LIMIT",
                        "MemPerc", "MEM %",
                        "NetIO", "NET I/O",
                        "BlockIO", "BLOCK I/O",
                        "PIDs", "PIDS"));
    }
}
