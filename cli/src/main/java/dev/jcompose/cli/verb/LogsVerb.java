package dev.jcompose.cli.verb;

import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.api.stack.StackDetail;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.ContainerLog;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.LogFollower;
import dev.jcompose.cli.Moment;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.UsageException;
import dev.jcompose.cli.Verb;
import dev.jcompose.cli.output.Ansi;
import dev.jcompose.cli.output.MergedLog;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code logs}. */
public final class LogsVerb implements Verb {
    @Override
    public String summary() {
        return "View output from containers";
    }

    @Override
    public String usage() {
        return "[OPTIONS] [SERVICE...]";
    }

    @Override
    public void options(Options options) {
        options.flag("-f,--follow", "Follow log output")
                .number("--index", "index of the container if service has multiple replicas")
                .flag("--no-color", "Produce monochrome output")
                .flag("--no-log-prefix", "Don't print prefix in logs")
                .text(
                        "--since",
                        "string",
                        "Show logs since timestamp (e.g. 2013-01-02T13:23:37Z) or relative (e.g. 42m for 42 minutes)")
                .text(
                        "-n,--tail",
                        "string",
                        "Number of lines to show from the end of the logs for each container (default \"all\")")
                .flag("-t,--timestamps", "Show timestamps")
                .text(
                        "--until",
                        "string",
                        "Show logs before a timestamp (e.g. 2013-01-02T13:23:37Z) or relative (e.g. 42m for 42 minutes)");
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        Stack stack = Stack.of(at);
        List<String> services = given.words();
        int index = given.number("--index", 0);
        if (index > 0 && services.size() != 1) {
            throw new UsageException("--index requires one service to be selected");
        }
        @Nullable StackDetail detail = stack.detailOrNothing(services);
        if (detail == null) {
            return 0;
        }
        if (index > 0) {
            stack.container(services.getFirst(), index);
        }
        Predicate<String> shown =
                services.isEmpty() ? stack.meant().and(service -> isAttached(detail, service)) : services::contains;
        List<StackContainer> containers = stack.members(detail, services).stream()
                .filter(c -> index == 0 || c.number() == index)
                .filter(c -> !c.oneOff() || services.contains(c.service()))
                .filter(c -> shown.test(c.service()))
                .toList();
        Instant now = Instant.now();
        boolean follow = given.flag("--follow");
        ContainerLog part = new ContainerLog(
                Moment.parse("--since", given.text("--since", ""), now),
                Moment.parse("--until", given.text("--until", ""), now),
                given.text("--tail", "all"),
                given.flag("--timestamps"),
                follow);
        // Unlike an up, it prints all of what was said.
        MergedLog log = new MergedLog(
                at.out(), at.out(), given.flag("--no-color") ? Ansi.PLAIN : at.ansi(), !given.flag("--no-log-prefix"));
        containers.forEach(c -> log.expect(stack.label(c)));
        if (!follow) {
            for (StackContainer container : containers) {
                try (var stdout = log.sink(stack.label(container));
                        var stderr = log.errorSink(stack.label(container))) {
                    part.copy(stack.client(), container.id(), stdout, stderr);
                }
            }
            return 0;
        }
        LogFollower follower = new LogFollower(stack, log, part, shown, shown);
        if (index == 0) {
            follower.followStarts();
        }
        containers.forEach(c -> follower.follow(c.id(), stack.label(c), c.service(), part));
        while (follower.nextExit() != null) {
            // Compose's logs -f ends with the last container, and so does this.
            at.out().flush();
        }
        return 0;
    }

    /** Services with {@code attach: false} are shown only when they are named. */
    private static boolean isAttached(StackDetail detail, String service) {
        return detail.project().path("services").path(service).path("attach").asBoolean(true);
    }
}
