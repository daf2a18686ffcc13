package dev.jcompose.cli.verb;

import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.UsageException;
import dev.jcompose.cli.Verb;
import dev.jcompose.cli.Version;

/** {@code version}: of this program; asks no daemon. */
public final class VersionVerb implements Verb {
    @Override
    public String summary() {
        return "Show the version information";
    }

    @Override
    public String usage() {
        return "[OPTIONS]";
    }

    @Override
    public void options(Options options) {
        options.text("-f,--format", "string", "Format the output. Values: [pretty | json]. (Default: pretty)")
                .takes("pretty", "json")
                .flag("--short", "Shows only the version number");
    }

    @Override
    public int run(Arguments given, Invocation at) {
        String own = Version.current();
        String compose = Version.ofCompose(at);
        boolean ours = compose.isEmpty();
        if (given.flag("--short")) {
            at.out().println(ours ? own : compose);
            return 0;
        }
        switch (given.text("--format", "pretty")) {
            case "pretty", "" ->
                at.out()
                        .println(
                                ours
                                        ? "jcompose version " + own
                                        : "Docker Compose version v" + compose + " (jcompose " + own + ")");
            case "json" -> at.out().println("{\"version\":\"" + (ours ? own : "v" + compose) + "\"}");
            default -> throw new UsageException("--format takes pretty or json");
        }
        return 0;
    }
}
