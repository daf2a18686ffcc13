package dev.jcompose.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.cli.Application;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Project;
import dev.jcompose.cli.Selection;
import dev.jcompose.cli.Signals;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.Verb;
import dev.jcompose.cli.watch.WatchLog;
import dev.jcompose.cli.watch.Watcher;
import java.util.List;

/** {@code watch}: brings the stack up, then what changes in the caller's files to its containers, until it is interrupted. */
public final class WatchVerb implements Verb {
    private static final int INTERRUPTED = 130;

    @Override
    public String summary() {
        return "Watch build context for service and rebuild/refresh containers when files are updated";
    }

    @Override
    public String usage() {
        return "[SERVICE...]";
    }

    @Override
    public void options(Options options) {
        options.flag("--no-up", "Do not build & start services before watching")
                .flag("--prune", "Prune dangling images on rebuild (default true)")
                .flag("--quiet", "Hide build output");
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        Project project = built(Project.loadToStart(at, given.words(), false));
        List<String> services = Selection.of(project, given.words(), true);
        Stack stack = Stack.of(project, at);
        Application application = Application.agreed(project, stack, given.words(), ApplyOptions.NONE);
        if (at.globals().dryRun()) {
            PlanVerb.print(application.plan(), "text", at);
            return 0;
        }
        try (Watcher watcher =
                Watcher.open(project, services, warning -> at.err().println("warning: " + warning))) {
            if (!given.flag("--no-up")) {
                int code = stack.carryOut("apply", application.ready());
                if (code != 0) {
                    return code;
                }
            } else if (stack.known() == null) {
                throw EngineException.notFound("nothing of " + project.name()
                        + " is there to bring files to: leave out --no-up, or `up` first");
            }
            Thread own = Thread.currentThread();
            Signals.on("INT", own::interrupt);
            Signals.on("TERM", own::interrupt);
            watcher.run(
                    project,
                    stack,
                    WatchLog.plain(at.out(), at.err()),
                    new Watcher.Manner(given.flag("--quiet"), !given.isOff("--prune")));
        } catch (InterruptedException e) {
            // Ctrl-C is how a watch ends; nobody asks this thread again.
        }
        return INTERRUPTED;
    }

    /** The containers begin with what the files are now: images of services that are watched are always built. */
    private static Project built(Project project) {
        project.model().path("services").forEach(service -> {
            if (service.hasNonNull("build") && service.hasNonNull("develop") && service instanceof ObjectNode node) {
                node.put("pull_policy", "build");
            }
        });
        return project;
    }
}
